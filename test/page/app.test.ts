import { createHash } from 'node:crypto';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApp } from '../../page/app.ts';
import type { UiOptions } from '../../page/site.ts';
import { tableFigures } from '../../page/table-figures.ts';
import { SAMPLE_UMID, sampleReceipt } from '../fixtures/samples.ts';
import { isFull } from '../support/cases.ts';
import { connectionTo } from '../support/engine.ts';
import { type UiUnderTest, uiOn } from './support/ui-on.ts';

const BATCH = '3e09ac86-bd74-5465-851d-1eb5a5fdbb9b';
const BROKEN_BODY = '{"namespace":';
const BROKEN_ID = createHash('sha256').update(BROKEN_BODY).digest('hex');
describe('the server of the page', () => {
  let ui: UiUnderTest;
  beforeAll(async () => {
    ui = await uiOn();
    await ui.post(sampleReceipt());
    await ui.post(BROKEN_BODY);
  });
  afterAll(() => ui.stop());

  const get = (path: string, init: RequestInit = {}) => fetch(ui.url + path, { redirect: 'manual', ...init });

  /** Asks a page with other options, without a server. */
  const ask = (path: string, options: Partial<UiOptions> = {}, host = '127.0.0.1') => {
    const connection = connectionTo(ui.tables);
    const app = createApp({ connection, ...tableFigures(connection), ...options });
    return app.request(path, { headers: { host } });
  };

  const PATHS: readonly (readonly [path: string, status: number])[] = [
    ['/', 200],
    ['/?q=', 200],
    [`/?q=${SAMPLE_UMID}`, 303],
    ['/?q=nothing', 404],
    [`/?q=${'x'.repeat(2049)}`, 400],
    [`/messages/${SAMPLE_UMID}`, 200],
    [`/messages?id=${SAMPLE_UMID}`, 200],
    ['/messages/none', 404],
    ['/messages', 404],
    [`/messages/${'x'.repeat(2049)}`, 400],
    ['/messages/', 404],
    ['/messages/%E0%A4%A', 404],
    [`/batches/${BATCH}`, 200],
    [`/batches/${BATCH}/`, 200],
    ['/batches?id=.', 404],
    ['/batches', 404],
    [`/batches/${BATCH}?state=undelivered`, 200],
    [`/batches/${BATCH}?state=sent`, 404],
    ['/batches/none', 404],
    [`/batches/${'x'.repeat(2049)}`, 400],
    ['/errors', 200],
    ['/errors/46', 200],
    ['/errors/777', 404],
    ['/errors/none', 404],
    ['/now', 200],
    ['/times', 200],
    ['/times?zone=Asia/Manila', 303],
    ['/times?zone=Mars', 400],
    [`/batches/${BATCH}?show=all`, 200],
    [`/batches/${BATCH}?error=46`, 404],
    ['/?q=%E2%80%8B', 404],
    ['/search.csv?q=', 200],
    ['/?q=%2B12025550293&from=2026-13-99', 400],
    ['/?q=%2B12025550293&from=2026-02-30', 400],
    ['/?q=%2B12025550293&from=2026-11-29&to=2026-11-01', 404],
    ['/set-aside', 200],
    ['/set-aside?reason=invalid', 200],
    ['/set-aside?reason=none', 400],
    [`/set-aside/${BROKEN_ID}`, 200],
    ['/set-aside/none', 404],
    ['/style.css', 200],
    ['/icon.svg', 200],
    ['/none', 404],
  ];

  it.each(PATHS)('answers GET %s with %i, and forbids scripts, copies and frames', async (path, status) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    const { headers } = response;
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(await response.text()).not.toMatch(/<script|<style|style=|javascript:|\son\w+=/i);
  });

  const firstOfStatus = ([path, status]: (typeof PATHS)[number]) =>
    path === PATHS.find(([, other]) => other === status)?.[0];
  it.each(PATHS.filter((row) => isFull || firstOfStatus(row)))('answers HEAD %s with %i', async (path, status) => {
    const response = await get(path, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([status, '']);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('refuses %s', async (method) => {
    const response = await get(`/messages/${SAMPLE_UMID}`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each([
    ['evil.example', 421],
    ['evil.example:80', 421],
    ['127.0.0.1.evil.example', 421],
    ['127.0.0.1@evil.example', 421],
    ['192.168.0.1', 421],
    ['localhost:9000', 200],
    ['127.0.0.1:9000', 200],
  ])('answers the host %s with %i', async (host, status) => {
    const response = await ask(`/messages/${SAMPLE_UMID}`, {}, host);
    expect(response.status).toBe(status);
    if (status === 421) expect(await response.text()).not.toContain('SubAccount');
  });

  it('listens only on 127.0.0.1', async () => {
    await expect(fetch(ui.url.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('fetch failed');
  });

  it.each(['.', '..', 'a/b', '%2e', ' spaced ', 'a?b#c'])(
    'opens the batch %j by the links of the page',
    async (batchId) => {
      const umids = [1, 2].map((index) =>
        SAMPLE_UMID.replace(/^.{8}/, `${Buffer.from(batchId).toString('hex').padStart(7, '0').slice(-7)}${index}`),
      );
      for (const umid of umids)
        await ui.post(sampleReceipt(({ payload }) => Object.assign(payload, { umid, batchId })));
      const found = await fetch(`${ui.url}/?${new URLSearchParams({ q: batchId })}`);
      expect(await found.text()).toContain('0 of 2 messages');
      const message = await (await get(`/messages/${umids[0]}`)).text();
      const link = /href="([^"]*batches[^"]*)"/.exec(message)?.[1] ?? '';
      const batch = await (await get(link.replaceAll('&amp;', '&'))).text();
      const states = /href="([^"]*batches[^"]*)"/.exec(batch)?.[1] ?? '';
      const listed = await (await get(states.replaceAll('&amp;', '&'))).text();
      for (const umid of umids) expect(listed).toContain(umid);
    },
  );

  it('sends CSV of a search and of a batch, with a plain file name', async () => {
    for (const path of ['/search.csv?q=%2B12025550293', `/batches.csv?id=${BATCH}&show=failed`]) {
      const response = await get(path);
      expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
      const bytes = new Uint8Array(await response.arrayBuffer());
      expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const [header, ...rows] = Buffer.from(bytes).toString().trim().split('\r\n');
      expect(header).toContain('own id,state,final,code,error,advice');
      expect(rows).toContainEqual(expect.stringMatching(new RegExp(`12025550293.*undelivered.*${SAMPLE_UMID}`)));
    }
    expect(await (await get(`/batches.csv?id=${BATCH}&show=open`)).text()).not.toContain(SAMPLE_UMID);
  });

  it.each([
    ['(202) 555-0293', /Did you mean <a href="\/found\/[\w-]+">\+1 202 555 0293<\/a>\?/],
    ['http://127.0.0.1:8017/nowhere', /Nothing was found\./],
  ])('for %s says: %s', async (q, expected) => {
    expect(await (await get(`/?${new URLSearchParams({ q })}`)).text()).toMatch(expected);
  });

  it('takes numbers without a country code as those of the default country', async () => {
    const response = await ask('/?q=202%20555%200293', { defaultCountry: 'US' });
    expect(await response.text()).toContain(SAMPLE_UMID);
  });

  it.each([
    ['/messages/a', '/messages/a'],
    ['//evil.example/errors', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/..//evil.example', '/'],
    ['\\\\evil.example', '/'],
    ['http:evil.example', '/'],
    ['@evil.example', '/'],
    ['.evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['', '/'],
  ])('after a choice of the time zone goes back to %j only within the page: %s', async (back, expected) => {
    const response = await get(`/times?${new URLSearchParams({ zone: 'Asia/Manila', back })}`);
    expect([response.status, response.headers.get('location')]).toEqual([303, expected]);
    expect(response.headers.get('set-cookie')).toBe(
      'zone=Asia%2FManila; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax',
    );
  });

  it('reloads itself only where the address says so', async () => {
    expect((await get(`/batches/${BATCH}`)).headers.get('refresh')).toBeNull();
    expect((await get(`/batches/${BATCH}?refresh=30`)).headers.get('refresh')).toBe('30');
  });

  it('shows in a problem what nobody sees', async () => {
    expect(await (await get('/messages/a%E2%80%8Bb')).text()).toContain('has the umid “a\\u200bb”');
    expect(await (await get('/?q=a%E2%80%8Bb')).text()).toContain('<h1 class="id">a\\u200bb</h1>');
  });

  it('says what to do if a message is missing', async () => {
    const text = await (await get('/messages/none')).text();
    expect(text).toContain('There is no such message');
    expect(text).toContain('npm start');
    expect(text).toContain('set-aside bodies');
  });

  it('describes a fault of the tables in words, without a stack trace', async () => {
    const connection = { ...connectionTo(ui.tables), receiptsTable: 'None' };
    const response = await ask(`/messages/${SAMPLE_UMID}`, { connection });
    const text = await response.text();
    expect(response.status).toBe(502);
    expect(text).toContain('The tables could not be read');
    expect(text).toMatch(/ResourceNotFoundException|does not have what the stack names/);
    expect(text).not.toMatch(/\bat .*\.[jt]s|node_modules/);
  });

  it('keeps the search if the charts cannot be read', async () => {
    const fault = Object.assign(new Error('No right.'), { name: 'AccessDeniedException' });
    const response = await ask('/', { readActivity: () => Promise.reject(fault) });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('There are no charts: AWS does not permit it: No right.');
    expect(text).toContain('name="q"');
  });

  it('searches without the indexes that a deployment omits, and says so', async () => {
    const receiptsTable = `Bare-${ui.tables.receiptsTable}`;
    await ui.tables.client.send(
      new CreateTableCommand({
        TableName: receiptsTable,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'umid', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'umid', AttributeType: 'S' }],
      }),
    );
    const connection = { ...connectionTo(ui.tables), receiptsTable };
    const searched = await ask('/?q=none', { connection });
    expect(searched.status).toBe(404);
    const text = await searched.text();
    for (const index of ['byClientMessageId', 'byDestination', 'byBatchId'])
      expect(text).toContain(`no index ${index}`);
    const batch = await ask('/batches/none', { connection });
    expect(batch.status).toBe(501);
    expect(await batch.text()).toContain('no index byBatchId');
  });
});
