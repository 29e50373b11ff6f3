import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { createReconcileHandler, type ReconcileLog, type ReconcileMessage } from '../../lambda/reconcile/reconcile.ts';
import { readMessages } from '../../lambda/store/read-messages.ts';
import { createAddNetwork, createRecord } from '../../lambda/store/receipt-store.ts';
import { API_KEY, type FakeVendor, startFakeVendor } from '../cli/support/fake-vendor.ts';
import { type FreshTables, freshTables } from '../support/engine.ts';
import { sqsEvent } from '../support/sqs-event.ts';
import { logFile, logRow } from '../support/vendor-log.ts';

const START: ReconcileMessage = { step: 'start', subAccountId: 'Acme_1', hours: 96 };
const ENOUGH_TIME_MS = 900_000;
/** The sent time of every message in `sqsEvent`. */
const SENT_AT = 1_767_225_600_000;

describe('the steps of reconciling', () => {
  let tables: FreshTables;
  let vendor: FakeVendor;
  let queue: { message: ReconcileMessage; delaySeconds: number }[];
  let log: ReconcileLog[];
  let credentials: { apiKey: string };
  let now: number;
  beforeEach(async () => {
    [tables, vendor] = await Promise.all([freshTables(), startFakeVendor()]);
    queue = [];
    log = [];
    credentials = { apiKey: API_KEY };
    now = SENT_AT;
  });
  afterEach(async () => {
    expect(vendor.faults).toEqual([]);
    tables.client.destroy();
    await vendor.close();
  });

  const handler = () => {
    const { client, receiptsTable: table } = tables;
    return createReconcileHandler({
      vendor: async () => ({ url: vendor.url, ...credentials }),
      send: async (message, delaySeconds) => void queue.push({ message, delaySeconds }),
      readMessages: (umids, signal) => readMessages(client, table, umids, signal),
      record: createRecord(client, { table, retentionDays: 90, retryThrottling: true }),
      addNetwork: createAddNetwork(client, { table, retentionDays: 90, retryThrottling: true }),
      now: () => new Date(now),
      log: (line) => log.push(line),
    });
  };
  /** Takes a step in an invocation with the given remaining time, asked for at each check. */
  const take = (message: object, remaining: () => number = () => ENOUGH_TIME_MS) =>
    handler()(sqsEvent([JSON.stringify(message)]) as SQSEvent, { getRemainingTimeInMillis: remaining });
  /** Takes all waiting steps, and returns them. */
  const takeAll = async (remaining?: () => number): Promise<ReconcileMessage[]> => {
    const taken: ReconcileMessage[] = [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      taken.push(next.message);
      expect(await take(next.message, remaining)).toEqual({ batchItemFailures: [] });
    }
    return taken;
  };
  const items = async () => {
    const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: tables.receiptsTable }));
    return Items;
  };

  test('an export is started, polled until it is ready, and read in one invocation for each file', async () => {
    vendor.export = {
      states: ['queued', 'running', 'succeeded'],
      files: [{ body: logFile([logRow(1), logRow(2)]) }, { body: logFile([logRow(3), 'broken\n']) }],
    };
    expect(await take(START)).toEqual({ batchItemFailures: [] });
    expect(queue).toEqual([{ message: expect.objectContaining({ step: 'poll' }), delaySeconds: 10 }]);
    const taken = await takeAll();
    expect(taken.map(({ step }) => step)).toEqual(['poll', 'poll', 'poll', 'compare', 'compare']);
    expect(vendor.exports.started).toEqual([{ from: '2025-12-28T00:00:00Z', to: '2025-12-31T23:00:00Z', limit: 0 }]);
    expect((await items()).map(({ state, history }) => [state, history[0].origin])).toEqual(
      Array(3).fill(['delivered', 'vendor_log']),
    );
    expect(log.map(({ outcome }) => outcome)).toEqual([
      'started',
      'waiting',
      'waiting',
      'exported',
      'reconciled',
      'reconciled',
    ]);
    expect(log.at(-1)).toMatchObject({
      rows: 2,
      missing: 1,
      applied: 1,
      unreadable: 1,
      unreadableRow: { line: 3, reason: 'must have 24 columns, not 1' },
    });
    expect(JSON.stringify(log)).not.toMatch(/\*\*|order-/);
  });

  test('an invocation whose time is nearly over leaves the step in the queue', async () => {
    vendor.export = { states: ['succeeded'], files: [{ body: logFile([logRow(1)]) }] };
    await take(START);
    await take(queue.shift()?.message ?? {});
    expect(await take(queue.shift()?.message ?? {}, () => 9_999)).toEqual({
      batchItemFailures: [{ itemIdentifier: '0' }],
    });
    expect(log.at(-1)).toMatchObject({ outcome: 'failed', subAccountId: 'Acme_1' });
  });

  test('an empty log counts as a completed run', async () => {
    vendor.export = { states: ['empty'], files: [] };
    await take(START);
    await takeAll();
    expect(log.at(-1)).toMatchObject({ outcome: 'reconciled', rows: 0 });
  });

  test.each<[string, () => void, RegExp]>([
    ['a wrong API key', () => void Object.assign(credentials, { apiKey: 'wrong' }), /does not accept the API key/],
    ['a failed export', () => Object.assign(vendor.export, { states: ['failed'] }), /the export ended as failed/],
    [
      'an export that is never ready',
      () => Object.assign(vendor.export, { states: ['running'] }),
      /not ready after 12/,
    ],
    [
      'an expired link',
      () => Object.assign(vendor.export, { files: [{ body: '', status: 403 }] }),
      /may have expired: start a new export/,
    ],
    [
      'a file of another format',
      () => Object.assign(vendor.export, { files: [{ body: 'a,b\n' }] }),
      /not a log of messages/,
    ],
  ])('%s leaves the step in the queue, and the log says why', async (_, breakIt, message) => {
    vendor.export = { states: ['succeeded'], files: [{ body: logFile([logRow(1)]) }] };
    breakIt();
    let response = await take(START);
    now += 13 * 3_600_000;
    for (let next = queue.shift(); next && response.batchItemFailures.length === 0; next = queue.shift()) {
      response = await take(next.message);
    }
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
    expect(log.at(-1)).toMatchObject({
      outcome: 'failed',
      subAccountId: 'Acme_1',
      error: expect.stringMatching(message),
    });
    expect(await items()).toEqual([]);
  });

  test('steps that the release before has sent are taken under their former names', async () => {
    vendor.export = { states: ['succeeded'], files: [{ body: logFile([logRow(1)]) }] };
    await take(START);
    const former: Readonly<Record<string, string>> = { poll: 'look', compare: 'file' };
    const taken: (string | undefined)[] = [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const step = former[next.message.step];
      taken.push(step);
      expect(await take({ ...next.message, step })).toEqual({ batchItemFailures: [] });
    }
    expect(taken).toEqual(['look', 'file']);
    expect(log.at(-1)).toMatchObject({ outcome: 'reconciled', rows: 1 });
  });

  test('a message that is not a step stays in the queue', async () => {
    expect(await take({ step: 'other' })).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  });
});
