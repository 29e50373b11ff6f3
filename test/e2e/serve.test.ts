import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RECEIPTS_TABLE } from '../../contract/tables.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { SAMPLE_UMID } from '../fixtures/samples.ts';
import { LocalRun, untilRefused } from './local-run.ts';

const TOKEN = 'token-of-the-end-to-end-test';
const MESSAGE = { umid: SAMPLE_UMID, state: 'undelivered', errorCode: 15, destination: '+12025550293' };

let run: LocalRun;
beforeAll(async () => {
  run = new LocalRun({ AUTH_TOKEN: TOKEN, RETENTION_DAYS: '10' });
  await run.until('Ctrl-C stops everything.');
});
afterAll(() => run.kill());

describe('npm start', () => {
  let client: DynamoDBDocumentClient;
  beforeAll(() => {
    client = localClient(run.dynamoDb);
  });
  afterAll(() => client?.destroy());

  async function messageOf(umid: string) {
    return (await client.send(new GetCommand({ TableName: 'DeliveryReceipts', Key: { umid } }))).Item;
  }

  it('shows the answers to the receipts of a message', () => {
    const answers = run.output.match(/^ {2}\w.* \d{3} \{.*\}$/gm)?.map((line) => line.trim().split(/ {2,}/));
    expect(answers).toEqual([
      ['queued', `200 {"outcome":"recorded","umid":"${SAMPLE_UMID}"}`],
      ['sent', `200 {"outcome":"recorded","umid":"${SAMPLE_UMID}"}`],
      ['undelivered', `200 {"outcome":"recorded","umid":"${SAMPLE_UMID}"}`],
      ['undelivered, once more', `200 {"outcome":"duplicate","umid":"${SAMPLE_UMID}"}`],
      ['sent, late', `200 {"outcome":"stale","umid":"${SAMPLE_UMID}"}`],
    ]);
  });

  it('shows the message on a screen, as receipts get does', () => {
    expect(run.output).toMatch(/^ {2}client message id +1e09ac86-bd74-5465-851d-1eb5a5fdbb9b$/m);
    expect(run.output).toMatch(/^ {2}1 Jan 2016, 00:00:00 +undelivered, rejected_by_operator, Invalid destination/m);
    expect(run.lines.length).toBeLessThanOrEqual(45);
    expect(Math.max(...run.lines.map((line) => line.length))).toBeLessThanOrEqual(105);
  });

  it('prints a command with the token of this run', () => {
    expect(run.output).toContain(`-H 'Authorization: Bearer ${TOKEN}'`);
  });

  it('has a start page that says what runs here', async () => {
    const response = await fetch(new URL('/', run.url));
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await response.text();
    for (const address of [run.messages, run.tables]) expect(html).toContain(`href="${address}"`);
  });

  it('serves the page of the messages, with a link to the tables', async () => {
    const home = await (await fetch(run.messages)).text();
    expect(home).toContain(`href="${run.tables}"`);
    expect(home).toContain(`tables at ${run.dynamoDb}`);
    expect(await (await fetch(`${run.messages}/messages/${SAMPLE_UMID}`)).text()).toContain('Invalid destination');
  });

  it('keeps an item for RETENTION_DAYS', async () => {
    const item = await messageOf(SAMPLE_UMID);
    const receivedAt: string[] = item?.history.map((entry: Record<string, string>) => entry.receivedAt);
    // The last status is not always the last one received: a busy machine may deliver them out of order
    const newest = receivedAt.sort().at(-1) ?? '';
    expect(item?.expiresAt).toBe(Math.floor(Date.parse(newest) / 1000) + 10 * 24 * 60 * 60);
  });
});

describe('the page of the tables', () => {
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

  it('shows a table, its indexes and the items in it', async () => {
    const page = await load('/tables/DeliveryReceipts');
    for (const index of Object.keys(RECEIPTS_TABLE.indexes)) expect(page).toContain(index);
    const { Items } = JSON.parse(await load('/tables/DeliveryReceipts/items'));
    expect(Items).toMatchObject([MESSAGE]);
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

it('leaves no engine and no page running when it is killed', async () => {
  run.signal('SIGKILL', 'group');
  await untilRefused(run.url, run.dynamoDb, run.tables, run.messages);
});
