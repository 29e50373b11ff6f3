import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRedriveHandler } from '../../lambda/redrive/redrive.ts';
import { createStores } from '../../lambda/store/create-stores.ts';
import type { RedriveLog } from '../../lambda/telemetry/request-log.ts';
import { FIRST_RELEASE, itemOf, putFirstRelease, umidOf } from '../fixtures/first-release.ts';
import { INBOUND_SMS_JSON, sampleReceipt } from '../fixtures/samples.ts';
import { engine, type FreshTables, freshTables } from '../support/engine.ts';
import { RETENTION, receiverOn } from '../support/receiver.ts';
import { sqsEvent } from '../support/sqs-event.ts';

const { endpoint } = engine;

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
    tables = await freshTables(endpoint);
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
      expect(rest).toEqual(same);
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
