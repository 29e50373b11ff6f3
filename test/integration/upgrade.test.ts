import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createRedriveHandler } from '../../lambda/redrive/redrive.ts';
import { createStores } from '../../lambda/store/create-stores.ts';
import type { RedriveLog } from '../../lambda/telemetry/request-log.ts';
import { FIRST_RELEASE, itemOf, putFirstRelease, umidOf } from '../fixtures/first-release.ts';
import { INBOUND_SMS_JSON, RECEIPT_V7_JSON, sampleReceipt } from '../fixtures/samples.ts';
import { putSecondRelease } from '../fixtures/second-release.ts';
import { type FreshTables, freshTables } from '../support/engine.ts';
import { RETENTION, receiverOn } from '../support/receiver.ts';
import { sqsEvent } from '../support/sqs-event.ts';

const second = (text: string) => `2026-11-22T07:59:${text}Z`;

function receipt(message: number, status: object) {
  return sampleReceipt(({ payload }) => {
    payload.umid = umidOf(message);
    payload.status = status;
  });
}

describe('what the first release wrote', () => {
  let tables: FreshTables;
  let post: ReturnType<typeof receiverOn>['post'];
  beforeEach(async () => {
    tables = await freshTables();
    await putFirstRelease(tables);
    ({ post } = receiverOn(tables));
  });
  afterEach(() => tables.client.destroy());

  const read = async (message: number) =>
    (await tables.client.send(new GetCommand({ TableName: tables.receiptsTable, Key: { umid: umidOf(message) } })))
      .Item ?? {};

  describe('an item', () => {
    const undelivered = {
      state: 'undelivered',
      detail: 'rejected_by_operator',
      timestamp: second('53.6030893'),
      errorCode: 15,
      errorMessage: 'Invalid destination',
    };

    test.each([
      [{ state: 'queued', timestamp: second('50') }],
      [{ state: 'sent', timestamp: second('51.25') }],
      [{ state: 'delivered', detail: 'delivered_to_operator', timestamp: second('52.5') }],
      [undelivered],
    ])('is not changed by a status that it already has: %j', async (status) => {
      expect((await post({ body: receipt(1, status) })).json).toEqual({ outcome: 'duplicate', umid: umidOf(1) });
      expect(await read(1)).toEqual(itemOf(1));
    });

    test('adds a stale status to its history, and keeps the rest', async () => {
      const late = { state: 'sent', timestamp: second('51.75') };
      expect((await post({ body: receipt(1, late) })).json.outcome).toBe('stale');
      const { history, lastReceivedAt, version, ...rest } = await read(1);
      const { history: before, lastReceivedAt: _, version: __, ...same } = itemOf(1);
      expect(rest).toEqual({ ...same, statusOrder: '3!' });
      const [queued, sent, ...later] = before as object[];
      expect(history).toMatchObject([queued, sent, late, ...later]);
      expect(version).toBe(5);
    });

    test('is superseded by a greater status, and keeps every entry of its history', async () => {
      const readLater = { state: 'read', timestamp: second('59') };
      expect((await post({ body: receipt(1, readLater) })).json.outcome).toBe('recorded');
      const item = await read(1);
      const { history: before, expiresAt } = itemOf(1) as { history: object[]; expiresAt: number };
      expect(item).toMatchObject({ state: 'read', terminal: true, firstReceivedAt: '2026-11-22T08:00:01.234Z' });
      expect(item).not.toHaveProperty('errorCode');
      expect(item.history.slice(0, -1)).toEqual(before);
      expect(item.history.at(-1)).toMatchObject(readLater);
      // An expiry never moves backwards
      expect(item.expiresAt).toBe(expiresAt);
    });

    test('with an undocumented state is also superseded', async () => {
      expect((await post({ body: receipt(3, { state: 'delivered', timestamp: second('59') }) })).json.outcome).toBe(
        'recorded',
      );
      expect(await read(3)).toMatchObject({ state: 'delivered', history: [{ state: 'seen' }, { state: 'delivered' }] });
    });
  });

  test('messages of the queue are redriven with their original receive times', async () => {
    const lines: RedriveLog[] = [];
    const now = () => new Date('2026-11-22T08:10:00Z');
    const redrive = createRedriveHandler({
      ...createStores(tables.client, { ...tables, ...RETENTION, now }),
      now,
      pause: async () => undefined,
      log: (line) => lines.push(line),
    });
    expect(await redrive(sqsEvent(FIRST_RELEASE.queue))).toEqual({ batchItemFailures: [] });
    const outcomes = lines.sort((a, b) => Number(a.messageId) - Number(b.messageId)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['recorded', 'duplicate', 'recorded', 'set_aside', 'invalid']);
    expect(await read(2)).toMatchObject({
      state: 'delivered',
      source: 'Grüße ✉',
      lastReceivedAt: '2026-11-22T08:00:16.042Z',
      history: [{ state: 'sent' }, { state: 'delivered', detail: 'delivered_to_recipient' }],
    });
    expect(await read(6)).toMatchObject({ state: 'undelivered', firstReceivedAt: '2026-11-22T08:00:18.510Z' });
    expect(await read(1)).toEqual(itemOf(1));
  });

  test('a copy of a set-aside body increases its count', async () => {
    expect((await post({ body: INBOUND_SMS_JSON })).json).toEqual({ outcome: 'set_aside' });
    const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: tables.setAsideTable }));
    expect(Items).toHaveLength(FIRST_RELEASE.setAside.length);
    expect(Items.find(({ body }) => body === INBOUND_SMS_JSON)).toMatchObject({
      count: 3,
      reason: 'other_webhook',
      firstReceivedAt: '2026-11-22T08:00:09.872Z',
    });
  });
});

describe('an item of release 0.2.0', () => {
  let tables: FreshTables;
  let post: ReturnType<typeof receiverOn>['post'];
  let items: Record<string, unknown>[];
  beforeAll(async () => {
    tables = await freshTables();
    ({ post } = receiverOn(tables));
  });
  afterAll(() => tables.client.destroy());
  beforeEach(async () => {
    items = await putSecondRelease(tables);
  });

  /** The times have no date, and states stand for the entries of a history. */
  test.each<[message: number, state: string, time: string, outcome: string, history: string[]]>([
    [1, 'sent', '07:59:51.5Z', 'duplicate', ['queued', 'sent']],
    [1, 'sent', '07:59:51.4Z', 'stale', ['queued', 'sent', 'sent']],
    [1, 'sent', '07:59:51.6Z', 'recorded', ['queued', 'sent', 'sent']],
    [1, 'sent', '07:59:51.50Z', 'recorded', ['queued', 'sent', 'sent']],
    [1, 'delivered', '07:59:40Z', 'recorded', ['queued', 'sent', 'delivered']],
    [2, 'delivered', '07:59:52.5Z', 'recorded', ['delivered', 'delivered']],
    [2, 'delivered', '07:59:51.5Z', 'stale', ['delivered', 'delivered']],
    [2, 'undelivered', '07:59:52Z', 'recorded', ['delivered', 'undelivered']],
    [2, 'sent', '07:59:59Z', 'stale', ['sent', 'delivered']],
    [3, 'sent', '07:59:52.75Z', 'recorded', ['sent']],
    [3, 'delivered', '07:59:59Z', 'recorded', ['sent', 'delivered']],
  ])('%s is read and ordered: %s at %s is %s', async (message, state, time, outcome, states) => {
    const { umid, history: before } = items[message - 1] as { umid: string; history: object[] };
    const body = JSON.parse(RECEIPT_V7_JSON);
    Object.assign(body.payload, { umid, status: { state, timestamp: `2026-11-27T${time}` } });
    expect((await post({ body })).json.outcome).toBe(outcome);
    const { Item = {} } = await tables.client.send(new GetCommand({ TableName: tables.receiptsTable, Key: { umid } }));
    expect(Item.history.map((entry: { state: string }) => entry.state)).toEqual(states);
    if (outcome === 'duplicate') expect(Item).toEqual(items[message - 1]);
    else expect(Item).toMatchObject({ state: states.at(-1), version: (items[message - 1]?.version as number) + 1 });
    // Every entry stays, but the one of the vendor's log that a receipt repeats
    if (states.length > 1 || message !== 3) expect(Item.history).toEqual(expect.arrayContaining(before));
  });
});
