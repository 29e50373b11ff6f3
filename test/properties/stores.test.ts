import { type DynamoDBClient, type GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Identity, StatusEntry } from '../../contract/receipt-item.ts';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { newDeliveryTime, newPrice, type Receipt } from '../../lambda/receipt/message.ts';
import { statusSortKey } from '../../lambda/receipt/status-order.ts';
import { createStores, type Stores } from '../../lambda/store/create-stores.ts';
import { fromAttributeValues } from '../../lambda/store/expression.ts';
import type { SetAsideBody } from '../../lambda/store/set-aside-store.ts';
import { cases } from '../support/cases.ts';
import { instantDynamoDb } from '../support/instant-dynamodb.ts';
import { expectItemOfModel } from '../support/item-equals-model.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const DAY = 86_400;
const RETENTION = { retentionDays: 90, setAsideRetentionDays: 30 };
const at = (second: number) => new Date(START + second * 1000);
const signal = new AbortController().signal;

interface StoresUnderTest extends Stores {
  /** Names of the requests so far. */
  readonly requests: string[];
  /** The clock of the stores, in seconds since the start. */
  now: number;
  read(table: keyof typeof LOCAL_TABLES, key: Record<string, string>): Record<string, unknown>;
  /** Stores the order of an item's status as release 0.2.0 and older ones do. */
  setOlderOrder(umid: string): void;
}

/** The real stores; their tests on real engines are in test/integration. */
function openStores(sendsOldItem: boolean, settings: { logPrices?: boolean } = { logPrices: true }): StoresUnderTest {
  const db = instantDynamoDb(LOCAL_TABLES, { sendsOldItem, onWrite: () => undefined });
  const requests: string[] = [];
  const client = {
    send: async (command: UpdateItemCommand | GetItemCommand) => {
      const isConsistent = 'ConsistentRead' in command.input && command.input.ConsistentRead;
      requests.push(`${isConsistent ? 'consistent ' : ''}${command.constructor.name.replace('ItemCommand', '')}`);
      return db.execute(command);
    },
  } as unknown as DynamoDBClient;
  const opened: StoresUnderTest = {
    ...createStores(client, { ...LOCAL_TABLES, ...RETENTION, now: () => at(opened.now), ...settings }),
    requests,
    now: 0,
    read: (table, key) => {
      const [[name = '', value = ''] = []] = Object.entries(key);
      return fromAttributeValues(db.read(LOCAL_TABLES[table], { [name]: { S: value } }) ?? {});
    },
    setOlderOrder: (umid) => {
      const { history, statusOrder } = opened.read('receiptsTable', { umid });
      const mark = `${statusOrder}`.startsWith('~') ? '~' : '';
      const current = (history as StatusEntry[]).at(-1) as StatusEntry;
      db.execute(
        new UpdateItemCommand({
          TableName: LOCAL_TABLES.receiptsTable,
          Key: { umid: { S: umid } },
          UpdateExpression: 'SET statusOrder = :order',
          ExpressionAttributeValues: { ':order': { S: `${mark}${statusSortKey(current)}` } },
        }),
      );
    },
  };
  return opened;
}

function receiptOf(state: string, second: number, identity: Identity = { destination: '+12025550293' }): Receipt {
  return { umid: 'umid', identity, status: { state, timestamp: at(second).toISOString() } };
}

const PRICE = { total: 0.0375, currency: 'USD' };
const priced = (receipt: Receipt): Receipt => ({ ...receipt, status: { ...receipt.status, price: PRICE } });

describe.each([true, false])('the stores, if a failed condition returns the item: %j', (sendsOldItem) => {
  test.each(['this release', 'an older release'])(
    'an item of %s equals the model, whatever receipts arrive and however late',
    async (release) => {
      const open = () => {
        const stores = openStores(sendsOldItem);
        const read = async () => stores.read('receiptsTable', { umid: 'umid' });
        const historyOf = async () => ((await read()).history ?? []) as StatusEntry[];
        return {
          umid: 'umid',
          start: START,
          retentionDays: RETENTION.retentionDays,
          read,
          record: async (receipt: Receipt, second: number, now: number) => {
            stores.now = now;
            const [earlier, before] = [await historyOf(), stores.requests.length];
            const { outcome, deliveryMs, price } = await stores.record(receipt, at(second), signal);
            const history = await historyOf();
            expect(deliveryMs).toBe(newDeliveryTime(earlier, history));
            expect(price).toEqual(newPrice(earlier, history));
            expect(stores.requests.length - before).toBeLessThanOrEqual(sendsOldItem ? 2 : 3);
            if (release === 'an older release') stores.setOlderOrder('umid');
            return outcome;
          },
        };
      };
      await expectItemOfModel(open, fc.readConfigureGlobal().numRuns ?? cases(25, 150));
    },
  );

  test('a price is not looked for by default', async () => {
    const recorded = await openStores(sendsOldItem, {}).record(priced(receiptOf('sent', 0)), at(0), signal);
    expect(recorded).toEqual({ outcome: 'recorded' });
  });

  test('a receipt that supersedes the stored status takes one request, also if it makes the price or the time to delivery known', async () => {
    // By its rank, whatever its time; of the same rank, by its time
    const receipts = [
      receiptOf('queued', 0),
      receiptOf('sent', 1),
      priced(receiptOf('sent', 2)),
      priced(receiptOf('delivered', 3)),
      receiptOf('read', 0),
    ];
    const stores = openStores(sendsOldItem);
    const learned: unknown[] = [];
    for (const [second, receipt] of receipts.entries()) {
      stores.now = second;
      const { outcome, ...more } = await stores.record(receipt, at(second), signal);
      expect(outcome).toBe('recorded');
      learned.push(more);
    }
    expect(learned).toEqual([{}, {}, { price: PRICE }, { deliveryMs: 3000 }, {}]);
    expect(stores.requests).toEqual(Array(receipts.length).fill('Update'));
    const [first] = receipts;
    if (first) expect((await stores.record(first, at(9), signal)).outcome).toBe('duplicate');
    expect(stores.requests.slice(receipts.length)).toEqual(sendsOldItem ? ['Update'] : ['Update', 'consistent Get']);
  });

  test.each<[what: string, receipts: readonly Receipt[], item: object]>([
    [
      'a lesser name with a greater status',
      [receiptOf('queued', 0, { source: 'b' }), receiptOf('sent', 1, { source: 'a' })],
      { state: 'sent', source: 'b' },
    ],
    [
      "an entry of the vendor's log that is the status of a receipt, but later",
      [receiptOf('sent', 0), { ...receiptOf('sent', 1), origin: 'vendor_log' }],
      { history: [{ state: 'sent', timestamp: at(0).toISOString(), receivedAt: at(0).toISOString() }] },
    ],
  ])('the merge decides over %s', async (_, receipts, item) => {
    const stores = openStores(sendsOldItem);
    for (const receipt of receipts) await stores.record(receipt, at(0), signal);
    expect(stores.read('receiptsTable', { umid: 'umid' })).toMatchObject(item);
  });

  test('copies of a set-aside body have the same times and count in any order, and a readable label if one has it', async () => {
    const post = fc.record({
      second: fc.integer({ min: 0, max: 3 }),
      days: fc.constantFrom(0, 0, 20, 40),
      contentType: fc.constantFrom('a', 'b', '', undefined),
      reason: fc.constantFrom('invalid' as const, 'unsupported_content_type' as const),
      problems: fc.constantFrom([], [{ pointer: '/a', detail: 'is wrong' }]),
    });
    const orders = fc
      .array(post, { minLength: 1, maxLength: 5 })
      .chain((posts) => fc.tuple(fc.constant(posts), fc.shuffledSubarray(posts, { minLength: posts.length })));
    await fc.assert(
      fc.asyncProperty(orders, async (bothOrders) => {
        const [posts] = bothOrders;
        const items = await Promise.all(
          bothOrders.map(async (order) => {
            const stores = openStores(sendsOldItem);
            let id = '';
            for (const [index, { second, days, ...more }] of order.entries()) {
              stores.now = second + days * DAY;
              const body: SetAsideBody = { body: Buffer.from('body'), receivedAt: at(second), ...more };
              const kept = await stores.setAside(body, signal);
              expect(kept.isNew).toBe(index === 0);
              id = kept.id;
            }
            return stores.read('setAsideTable', { id });
          }),
        );
        const seconds = posts.map(({ second }) => second);
        const expiries = posts.flatMap(({ second, days }) => [second + 30 * DAY, second + days * DAY + 3 * DAY]);
        expect(items[0]).toMatchObject({
          body: 'body',
          count: posts.length,
          firstReceivedAt: at(Math.min(...seconds)).toISOString(),
          lastReceivedAt: at(Math.max(...seconds)).toISOString(),
          expiresAt: START / 1000 + Math.max(...expiries),
        });
        const readable = posts.filter(({ reason }) => reason === 'invalid');
        for (const item of items) {
          const { reason, problems, contentType, ...rest } = item;
          const { reason: _, problems: __, contentType: ___, ...ofFirst } = items[0] ?? {};
          expect(rest).toEqual(ofFirst);
          const described = (readable.length > 0 ? readable : posts).map((each) => [
            each.reason,
            each.contentType ?? null,
          ]);
          expect(described).toContainEqual([reason, contentType]);
        }
      }),
      { numRuns: fc.readConfigureGlobal().numRuns ?? cases(25, 100) },
    );
  });

  test('copies of a set-aside body at the same time are all counted', async () => {
    const stores = openStores(sendsOldItem);
    const post = (second: number) => {
      const body: SetAsideBody = {
        body: Buffer.from('body'),
        contentType: undefined,
        reason: 'invalid',
        problems: [],
        receivedAt: at(second),
      };
      return stores.setAside(body, signal);
    };
    const { id } = await post(2);
    // Both read the same times, and the first of them moves what the second would move
    expect(await Promise.all([post(0), post(1)])).toEqual(Array(2).fill({ id, isNew: false }));
    expect(stores.read('setAsideTable', { id })).toMatchObject({
      count: 3,
      firstReceivedAt: at(0).toISOString(),
      lastReceivedAt: at(2).toISOString(),
    });
  });
});
