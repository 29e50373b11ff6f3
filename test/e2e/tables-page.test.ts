import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { RECEIPTS_TABLE } from '../../contract/tables.ts';
import { SAMPLE_UMID } from '../fixtures/samples.ts';
import { engine } from '../support/engine.ts';
import { LocalRun } from './local-run.ts';

const { endpoint } = engine;
const MESSAGE = { umid: SAMPLE_UMID, state: 'undelivered', errorCode: 15, destination: '+12025550293' };

describe('the page of the tables', () => {
  let run: LocalRun;
  beforeAll(async () => {
    run = new LocalRun({ DYNAMODB_ENDPOINT: endpoint });
    await run.until('Ctrl-C stops everything.');
  });
  afterAll(() => run.kill());

  async function load(path: string): Promise<string> {
    const response = await fetch(run.tables + path);
    const text = await response.text();
    expect([response.status, text]).toEqual([200, expect.any(String)]);
    return text;
  }

  it('has its address in the output after the demo', () => {
    const below = run.output.slice(
      run.output.indexOf('The message in the table'),
      run.output.indexOf('In another terminal'),
    );
    expect(below.trimEnd().split('\n').slice(-2)).toEqual([`messages on ${run.messages}`, `tables on ${run.tables}`]);
    expect(run.output.match(/^(listening|dynamodb|tables) on/gm)).toHaveLength(3);
  });

  it('refuses a request to the name of another site', async () => {
    const outgoing = request(run.tables, { headers: { host: 'attacker.example' } }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(421);
  });

  it('links both tables', async () => {
    const page = await load('/');
    expect(page).toContain("href='/tables/DeliveryReceipts'");
    expect(page).toContain("href='/tables/SetAside'");
  });

  it('shows a table, its indexes and the items in it', async () => {
    const page = await load('/tables/DeliveryReceipts');
    for (const index of Object.keys(RECEIPTS_TABLE.indexes)) expect(page).toContain(index);
    // Only on the first page, because other tests may have put many items into this table
    const { Items } = JSON.parse(await load('/tables/DeliveryReceipts/items'));
    expect(Items).toContainEqual(expect.objectContaining({ umid: expect.any(String), state: expect.any(String) }));
  });

  it.each([
    ['its umid', 'table', 'umid', MESSAGE],
    ['an index', 'byDestination', 'destination', { umid: SAMPLE_UMID }],
  ] as const)('finds a message by %s', async (_, queryableSelection, attribute, found) => {
    const filters = JSON.stringify({ [attribute]: { type: 'S', operator: '=', value: MESSAGE[attribute] } });
    const query = new URLSearchParams({ operationType: 'query', queryableSelection, filters });
    const { Items } = JSON.parse(await load(`/tables/DeliveryReceipts/items?${query}`));
    expect(Items).toContainEqual(expect.objectContaining(found));
  });

  it('shows an item', async () => {
    const page = await load(`/tables/DeliveryReceipts/items/${SAMPLE_UMID}`);
    const [, shown = ''] = /id='documentTextarea'[^>]*>([^<]*)</.exec(page) ?? [];
    const item = JSON.parse(shown.replaceAll('&#34;', '"'));
    expect(item).toMatchObject(MESSAGE);
    expect(item.history.map(({ state }: { state: string }) => state)).toEqual([
      'queued',
      'sent',
      'sent',
      'undelivered',
    ]);
  });

  it.each(['/', '/tables/DeliveryReceipts', `/tables/DeliveryReceipts/items/${SAMPLE_UMID}`])(
    'loads everything on %s from this machine',
    async (path) => {
      const page = await load(path);
      const parts = [...page.matchAll(/<(?:script|link|img)[^>]* (?:src|href)=["']([^"']+)/g)].map(
        ([, url = '']) => url,
      );
      expect(parts.length).toBeGreaterThan(2);
      for (const part of parts) {
        expect(part).toMatch(/^\/assets\//);
        await load(part);
      }
    },
  );

  it('prints nothing, even if it fails', async () => {
    const before = run.lines.length;
    expect((await fetch(`${run.tables}/tables/None`)).status).toBe(500);
    const logged = run.until('"unauthenticated"');
    await fetch(run.url, { method: 'POST' });
    await logged;
    expect(run.lines.slice(before)).toEqual([expect.stringContaining('"unauthenticated"')]);
  });

  it('listens on 127.0.0.1 only', async () => {
    await expect(fetch(run.tables.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('fetch failed');
  });
});

describe('npm start without the page of the tables', () => {
  let run: LocalRun;
  const start = (environment: Record<string, string>): void => {
    run = new LocalRun({ DYNAMODB_ENDPOINT: endpoint, ...environment });
  };
  afterEach(() => run.kill());

  it('says that the port of the page is in use, and takes receipts', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    start({ TABLES_PORT: String(port), DEMO: '0' });
    await run.until('page is off');
    expect(run.lines.at(-1)).toBe(
      `The tables page is off: TABLES_PORT ${port} is in use. Receipts are still received.`,
    );
    expect((await fetch(run.url, { method: 'POST' })).status).toBe(401);
    other.close();
  });

  it('prints nothing about the page if it is switched off', async () => {
    start({ TABLES_PORT: 'off' });
    await run.until('Ctrl-C stops everything.');
    expect(run.output).not.toContain('tables');
  });
});
