import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../lambda/receipt/merge.ts';
import type { Recorded } from '../../../lambda/store/receipt-store.ts';
import type { Body } from '../../fixtures/samples.ts';
import { engine, isDynamoDbLocal } from '../../support/engine.ts';
import { newUmid, statusOf, storeOn } from '../../support/store-on.ts';

const { endpoint } = engine;

const DAY = 86_400;

describe('a store that looks for prices', () => {
  const store = storeOn(endpoint, { findPrices: true });
  const price = { total: 0.0375, perSms: 0.0375, currency: 'USD' };
  const STATES = ['queued', 'sent', 'delivered'];
  const ORDERS = [
    [0, 1, 2, 2, 0],
    [2, 1, 0, 1],
    [1, 0, 2, 1],
  ];

  test.each(ORDERS)(
    'finds the price of a message once, without a further request, in the order %j %j %j …',
    async (...order) => {
      const umid = newUmid();
      const found: unknown[] = [];
      for (const [second, at] of order.entries()) {
        const receipt = statusOf(umid, STATES[at] ?? '', at, (b) => (b.payload.price = price));
        const sent = await store.requestsOf(async () =>
          found.push((await store.recordWithTime(receipt, second)).price),
        );
        if (second === 0) expect(sent).toEqual(['UpdateItemCommand']);
      }
      expect(found).toEqual([{ total: 0.0375, currency: 'USD' }, ...order.slice(1).map(() => undefined)]);
    },
  );

  test('finds a price that only a later receipt has', async () => {
    const umid = newUmid();
    expect(await store.recordWithTime(statusOf(umid, 'queued', 0))).toEqual({ outcome: 'recorded' });
    const delivered = statusOf(umid, 'delivered', 2, (b) => (b.payload.price = price));
    expect(await store.recordWithTime(delivered, 1)).toMatchObject({ price: { total: 0.0375, currency: 'USD' } });
  });
});

describe('requests of the store', () => {
  const store = storeOn(endpoint);

  const REPEATED = isDynamoDbLocal ? ['UpdateItemCommand'] : ['UpdateItemCommand', 'GetItemCommand'];

  test('one for each receipt of a life in order, whatever unknown fields and versions the receipts have', async () => {
    const umid = newUmid();
    const more: Record<string, (b: Body) => void> = {
      queued: (b) => Object.assign(b.payload, { outboundContent: { channel: 'sms' }, country: 'SG', 'odd name': 1 }),
      sent: (b) => (b.payload.node = 1),
      delivered: () => undefined,
      read: (b) => (b.payload[''] = 1),
    };
    for (const [minute, [state, change]] of Object.entries(more).entries()) {
      const receipt = statusOf(umid, state, minute, (b) => {
        b.version = 7;
        change(b);
      });
      expect(await store.requestsOf(() => store.record(receipt, minute))).toEqual(['UpdateItemCommand']);
    }
    expect(await store.read(umid)).toMatchObject({
      state: 'read',
      version: 4,
      formatVersion: 7,
      extraText: '{"":1}',
    });
  });

  test('a duplicate writes nothing', async () => {
    const umid = newUmid();
    await store.record(statusOf(umid, 'queued', 0));
    await store.record(statusOf(umid, 'sent', 1));
    const before = await store.read(umid);
    for (const state of ['queued', 'sent'] as const) {
      const again = statusOf(umid, state, state === 'queued' ? 0 : 1, (b) => {
        delete b.payload.source;
        b.version = 9;
        b.payload.more = 1;
      });
      let outcome: Outcome | undefined;
      expect(await store.requestsOf(async () => (outcome = await store.record(again, 60)))).toEqual(REPEATED);
      expect(outcome).toBe('duplicate');
    }
    expect(await store.read(umid)).toEqual(before);
  });

  test('a duplicate with names that were missing adds only these', async () => {
    const umid = newUmid();
    await store.record(
      statusOf(umid, 'queued', 0, (b) => {
        delete b.payload.destination;
        delete b.payload.clientMessageId;
      }),
    );
    const before = await store.read(umid);
    const full = statusOf(umid, 'queued', 0, (b) => (b.version = 9));
    let outcome: Outcome | undefined;
    const sent = await store.requestsOf(async () => (outcome = await store.record(full, 60, 200 * DAY)));
    expect(sent).toEqual([...REPEATED, 'UpdateItemCommand']);
    expect(outcome).toBe('duplicate');
    const { destination, clientMessageId } = full.identity;
    expect(await store.read(umid)).toEqual({ ...before, destination, clientMessageId, version: 2 });
    expect(await store.requestsOf(() => store.record(full, 70))).toEqual(REPEATED);
  });

  test('one more write if the expiry would move backwards, which does not change it', async () => {
    const umid = newUmid();
    await store.record(statusOf(umid, 'queued', 0), 0, 200 * DAY);
    const expiry = (await store.read(umid))?.expiresAt;
    const sent = await store.requestsOf(() => store.record(statusOf(umid, 'sent', 1), 60));
    expect(sent).toEqual([...REPEATED, 'UpdateItemCommand']);
    expect(await store.read(umid)).toMatchObject({ state: 'sent', expiresAt: expiry });
  });

  test('the time to delivery is returned for the receipt that makes it known, without a further request', async () => {
    const umid = newUmid();
    await store.record(statusOf(umid, 'queued', 0));
    const delivered = statusOf(umid, 'delivered', 2);
    let recorded: Recorded | undefined;
    expect(await store.requestsOf(async () => (recorded = await store.recordWithTime(delivered, 1)))).toEqual([
      'UpdateItemCommand',
    ]);
    expect(recorded).toEqual({ outcome: 'recorded', deliveryMs: 120_000 });
    expect(await store.recordWithTime(delivered, 2)).toEqual({ outcome: 'duplicate' });
    expect(await store.recordWithTime(statusOf(umid, 'sent', 1), 3)).toEqual({ outcome: 'stale' });
  });

  test('the time to delivery is also returned for a late receipt that makes it known', async () => {
    const umid = newUmid();
    expect(await store.recordWithTime(statusOf(umid, 'delivered', 2))).toEqual({ outcome: 'recorded' });
    expect(await store.recordWithTime(statusOf(umid, 'sent', 1))).toEqual({ outcome: 'stale', deliveryMs: 60_000 });
  });

  test('one more write for a late status, which is inserted in order into the history', async () => {
    const umid = newUmid();
    await store.record(statusOf(umid, 'queued', 0));
    await store.record(statusOf(umid, 'delivered', 2));
    let outcome: Outcome | undefined;
    const sent = await store.requestsOf(async () => (outcome = await store.record(statusOf(umid, 'sent', 1), 9)));
    expect(sent).toEqual([...REPEATED, 'UpdateItemCommand']);
    expect(outcome).toBe('stale');
    const item = await store.read(umid);
    expect(item).toMatchObject({ state: 'delivered', version: 3, lastReceivedAt: '2090-01-01T00:00:09.000Z' });
    expect(item?.history).toMatchObject([{ state: 'queued' }, { state: 'sent' }, { state: 'delivered' }]);
  });
});
