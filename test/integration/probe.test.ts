import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createProbe, type ProbeLog } from '../../lambda/probe/probe.ts';
import type { ReceiveDependencies } from '../../lambda/receive/receive.ts';
import { StoreUnavailableError } from '../../lambda/store/errors.ts';
import { requestMetrics } from '../../lambda/telemetry/metrics.ts';
import { type HttpApi, serve } from '../../local/http/server.ts';
import { type FreshTables, freshTables } from '../support/engine.ts';
import { TOKEN } from '../support/events.ts';
import { RETENTION, receiverOn } from '../support/receiver.ts';

/** In the future, because DynamoDB Local deletes what has expired. */
const NOW = new Date('2090-11-28T08:00:00Z');

let tables: FreshTables;
let api: HttpApi;
beforeAll(async () => {
  tables = await freshTables();
});
afterAll(() => tables.client.destroy());
afterEach(() => api.stop());

/** A receiver behind HTTP, and a probe that posts to it. */
async function probeOf({ token = TOKEN, ...change }: Partial<ReceiveDependencies> & { token?: string } = {}) {
  const receiver = receiverOn(tables, { now: () => NOW, ...change });
  api = await serve(0, 'POST /receipts', receiver.handler);
  const passed: ProbeLog[] = [];
  const umid = randomUUID();
  const probe = createProbe({
    url: `http://127.0.0.1:${api.port}/receipts`,
    readToken: async () => token,
    newUmid: () => umid,
    now: () => NOW,
    log: (line) => passed.push(line),
  });
  return { probe, umid, passed, lines: receiver.lines };
}

test('a probe passes if its receipt is recorded, which expires, and which no metric counts', async () => {
  const { probe, umid, passed, lines } = await probeOf();
  await probe();
  expect(passed).toEqual([{ outcome: 'passed', umid, durationMs: 0 }]);
  const { Item } = await tables.client.send(new GetCommand({ TableName: tables.receiptsTable, Key: { umid } }));
  expect(Item).toMatchObject({
    subAccountId: 'test:probe',
    expiresAt: NOW.getTime() / 1000 + RETENTION.retentionDays * 86_400,
  });
  expect(lines).toMatchObject([{ outcome: 'recorded', umid, probe: true }]);
  const settings = { namespace: 'SmsReceipts', bySubAccount: true };
  expect(lines.map((line) => requestMetrics(line, settings, NOW))).toEqual([{}]);
});

const down = () => Promise.reject(new StoreUnavailableError('down'));

describe('a probe fails if', () => {
  test.each<[what: string, change: Parameters<typeof probeOf>[0], message: string]>([
    ['the token is wrong', { token: 'other' }, 'was answered 401: the endpoint does not accept the token'],
    ['the table does not take the receipt', { record: down, queue: async () => undefined }, 'is in the fallback queue'],
    ['nothing takes the receipt', { record: down, queue: down }, 'was answered 503'],
    ['its address is refused', { isAllowedSource: () => false }, 'was answered 403'],
  ])('%s', async (_what, change, message) => {
    const { probe, passed } = await probeOf(change);
    await expect(probe()).rejects.toThrow(message);
    expect(passed).toEqual([]);
  });

  test('nothing answers', async () => {
    const { probe } = await probeOf();
    await api.stop();
    await expect(probe()).rejects.toThrow(/^127\.0\.0\.1:\d+ did not answer: ECONNREFUSED\.$/);
  });
});
