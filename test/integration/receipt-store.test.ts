import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { interpret } from '../../lambda/receipt/interpret.ts';
import { mergeReceipt, type Outcome } from '../../lambda/receipt/merge.ts';
import { type Message, messageOf } from '../../lambda/receipt/message.ts';
import type { Receipt } from '../../lambda/receipt/receipt.ts';
import { NotStorable } from '../../lambda/store/errors.ts';
import { attributesOf, storedMessage } from '../../lambda/store/item.ts';
import { type ReceiptStore, receiptStore } from '../../lambda/store/receipt-store.ts';
import { type Body, SAMPLE_UMID, sampleReceipt } from '../fixtures/samples.ts';
import { countRequests } from '../support/count-requests.ts';
import { engines, type FreshTables, freshTables } from '../support/engines.ts';
import { arbitraryArrivals, arbitraryReceipts } from '../support/receipts.ts';

const RETENTION_DAYS = 90;
/** In the future, because DynamoDB Local deletes what has expired. */
const START = Date.parse('2090-01-01T00:00:00Z');

const receiptOf = (change: (body: Body) => void): Receipt => {
  const meaning = interpret(sampleReceipt(change));
  if (meaning.kind !== 'receipt') throw new Error(JSON.stringify(meaning));
  return meaning.receipt;
};

/** A receipt of a message of its own, in the state and at the minute told. */
const statusOf = (
  umid: string,
  state: string,
  minute: number,
  change: (body: Body) => void = () => undefined,
): Receipt =>
  receiptOf((b) => {
    b.payload.umid = umid;
    b.payload.status = { state, timestamp: new Date(START + minute * 60_000).toISOString() };
    delete b.payload.price;
    change(b);
  });

let lastUmid = 0;
const newUmid = (): string => `00000000-0000-4000-8000-${String(++lastUmid).padStart(12, '0')}`;

describe.each(engines)('the receipt store on $kind', ({ kind, endpoint }) => {
  let tables: FreshTables;
  let store: ReceiptStore;
  let requests: string[];

  beforeAll(async () => {
    tables = await freshTables(endpoint);
    requests = countRequests(tables.client);
    store = receiptStore(tables.client, { table: tables.receiptsTable, retentionDays: RETENTION_DAYS });
  });
  afterAll(() => tables.client.destroy());

  const record = (receipt: Receipt, second = 0): Promise<Outcome> =>
    store.record(receipt, new Date(START + second * 1000), new AbortController().signal);
  const inContainerOfItsOwn = (receipt: Receipt): Promise<Outcome> =>
    receiptStore(tables.client, { table: tables.receiptsTable, retentionDays: RETENTION_DAYS }).record(
      receipt,
      new Date(START),
      new AbortController().signal,
    );
  const read = async (umid: string): Promise<Record<string, unknown> | undefined> =>
    (await tables.client.send(new GetCommand({ TableName: tables.receiptsTable, Key: { umid }, ConsistentRead: true })))
      .Item;
  const requestsOf = async (action: () => Promise<unknown>): Promise<string[]> => {
    const before = requests.length;
    await action();
    return requests.slice(before);
  };

  test("the item of the vendor's sample has the attributes of the contract", async () => {
    await record(
      receiptOf((b) => (b.payload.country = 'SG')),
      0.5,
    );
    const entry = {
      state: 'undelivered',
      detail: 'rejected_by_operator',
      timestamp: '2016-01-01T00:00:00Z',
      errorCode: 15,
      errorMessage: 'Invalid destination',
      price: { total: 0.0375, perSms: 0.0125, currency: 'USD' },
      smsCount: 3,
      receivedAt: '2090-01-01T00:00:00.500Z',
      extra: { country: 'SG' },
    };
    expect(await read(SAMPLE_UMID)).toEqual({
      umid: SAMPLE_UMID,
      state: 'undelivered',
      detail: 'rejected_by_operator',
      statusTimestamp: '2016-01-01T00:00:00Z',
      errorCode: 15,
      errorMessage: 'Invalid destination',
      errorReason: 'Invalid destination',
      terminal: true,
      batchId: '3e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      clientMessageId: '1e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      clientBatchId: '2e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      subAccountId: 'SubAccount-1',
      source: '8x8',
      destination: '+12025550293',
      smsCount: 3,
      priceTotal: 0.0375,
      pricePerSms: 0.0125,
      priceCurrency: 'USD',
      history: [entry],
      extra: { country: 'SG' },
      firstReceivedAt: '2090-01-01T00:00:00.500Z',
      lastReceivedAt: '2090-01-01T00:00:00.500Z',
      expiresAt: START / 1000 + RETENTION_DAYS * 86_400,
      statusOrder: expect.stringMatching(/^3 2016-01-01T00:00:00 \[/),
      version: 1,
    });
  });

  test('a delivered after an undelivered has no error left', async () => {
    const umid = newUmid();
    await record(
      statusOf(umid, 'undelivered', 1, (b) =>
        Object.assign(b.payload.status, { errorCode: 1, errorMessage: 'x', detail: 'y' }),
      ),
    );
    await record(statusOf(umid, 'delivered', 2), 1);
    const item = await read(umid);
    expect(item).toMatchObject({ state: 'delivered', terminal: true, version: 2 });
    for (const attribute of ['errorCode', 'errorMessage', 'errorReason', 'detail'])
      expect(item).not.toHaveProperty(attribute);
  });

  test('a price keeps 15 digits, and a price without a part has no part of the older one', async () => {
    const umid = newUmid();
    const price = { total: 0.0123456789012345, perSms: 123456.789012345, currency: 'USD' };
    await record(statusOf(umid, 'queued', 0, (b) => (b.payload.price = price)));
    expect(await read(umid)).toMatchObject({ priceTotal: price.total, pricePerSms: price.perSms });
    await record(statusOf(umid, 'sent', 1, (b) => (b.payload.price = { total: 1, currency: 'EUR' })));
    expect(await read(umid)).toMatchObject({ priceTotal: 1, priceCurrency: 'EUR' });
    expect(await read(umid)).not.toHaveProperty('pricePerSms');
    await record(statusOf(umid, 'delivered', 2));
    expect(await read(umid)).toMatchObject({ state: 'delivered', priceTotal: 1, priceCurrency: 'EUR', smsCount: 3 });
  });

  test('expiry follows the receive time of the current status', async () => {
    const umid = newUmid();
    const expiry = async () => (await read(umid))?.expiresAt;
    await record(statusOf(umid, 'sent', 1), 100);
    expect(await expiry()).toBe(START / 1000 + 100 + RETENTION_DAYS * 86_400);
    await record(statusOf(umid, 'queued', 0), 200);
    expect(await expiry()).toBe(START / 1000 + 100 + RETENTION_DAYS * 86_400);
    await record(statusOf(umid, 'delivered', 2), 300);
    expect(await expiry()).toBe(START / 1000 + 300 + RETENTION_DAYS * 86_400);
  });

  describe('requests', () => {
    const REPEATED = kind === 'dynalite' ? ['UpdateItemCommand', 'GetItemCommand'] : ['UpdateItemCommand'];

    test('one for each receipt of a life in order, unknown fields or not', async () => {
      const umid = newUmid();
      const withExtra = (b: Body): void =>
        Object.assign(b.payload, { country: 'SG', 'odd name': b.payload.status.state });
      for (const [minute, state] of ['queued', 'sent', 'delivered', 'read'].entries()) {
        expect(await requestsOf(() => record(statusOf(umid, state, minute, withExtra), minute))).toEqual([
          'UpdateItemCommand',
        ]);
      }
      expect(await read(umid)).toMatchObject({
        state: 'read',
        version: 4,
        extra: { country: 'SG', 'odd name': 'read' },
      });
    });

    test('a duplicate writes nothing', async () => {
      const umid = newUmid();
      await record(statusOf(umid, 'queued', 0));
      await record(statusOf(umid, 'sent', 1));
      const before = await read(umid);
      for (const state of ['queued', 'sent'] as const) {
        const again = statusOf(umid, state, state === 'queued' ? 0 : 1, (b) => (b.payload.source = 'other'));
        let outcome: Outcome | undefined;
        expect(await requestsOf(async () => (outcome = await record(again, 60)))).toEqual(REPEATED);
        expect(outcome).toBe('duplicate');
      }
      expect(await read(umid)).toEqual(before);
    });

    test('one more write for a late status, which goes to its place in the history', async () => {
      const umid = newUmid();
      await record(statusOf(umid, 'queued', 0));
      await record(statusOf(umid, 'delivered', 2));
      let outcome: Outcome | undefined;
      const sent = await requestsOf(async () => (outcome = await record(statusOf(umid, 'sent', 1), 9)));
      expect(sent).toEqual([...REPEATED, 'UpdateItemCommand']);
      expect(outcome).toBe('stale');
      const item = await read(umid);
      expect(item).toMatchObject({ state: 'delivered', version: 3, lastReceivedAt: '2090-01-01T00:00:09.000Z' });
      expect(item?.history).toMatchObject([{ state: 'queued' }, { state: 'sent' }, { state: 'delivered' }]);
    });
  });

  test('the write without a read equals the pure merge, whatever arrives', async () => {
    const arrivals = arbitraryArrivals(arbitraryReceipts({ minLength: 1, maxLength: 6 }));
    const times = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(arrivals, times, async (receipts, seconds) => {
        const umid = newUmid();
        let expected: Message | undefined;
        for (const [at, receipt] of receipts.entries()) {
          const mine = { ...receipt, umid };
          const second = seconds[at] ?? 0;
          const merged = mergeReceipt(expected, messageOf(mine, new Date(START + second * 1000).toISOString()));
          expect(await record(mine, second)).toBe(merged.outcome);
          expected = merged.message;
        }
        const item = await read(umid);
        expect(storedMessage(item).message).toEqual(expected);
        const { history, firstReceivedAt, version, ...attributes } = item ?? {};
        const told = Object.entries(attributesOf(expected as Message, RETENTION_DAYS)).filter(
          ([, value]) => value !== undefined,
        );
        expect(attributes).toEqual({ umid, ...Object.fromEntries(told) });
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('50 receipts of one message at once, from as many containers, converge', async () => {
    const umid = newUmid();
    const receipts = Array.from({ length: 50 }, (_, at) =>
      statusOf(umid, ['queued', 'sent', 'delivered'][at % 3] ?? '', at % 25),
    );
    const outcomes = await Promise.all(receipts.map((receipt) => inContainerOfItsOwn(receipt)));
    const distinct = new Set(receipts.map(({ status }) => JSON.stringify(status)));
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(50 - distinct.size);
    const expected = receipts.reduce<Message | undefined>(
      (stored, receipt) => mergeReceipt(stored, messageOf(receipt, new Date(START).toISOString())).message,
      undefined,
    );
    expect(storedMessage(await read(umid)).message).toEqual(expected);
  }, 60_000);

  test('50 copies of one receipt at once: one is recorded', async () => {
    const umid = newUmid();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => inContainerOfItsOwn(statusOf(umid, 'sent', 0))),
    );
    expect(outcomes.toSorted()).toEqual([...Array(49).fill('duplicate'), 'recorded']);
    expect(await read(umid)).toMatchObject({ version: 1 });
  }, 60_000);

  describe('items that are not ours', () => {
    test('an item without history is completed, and attributes that are not ours stay', async () => {
      const umid = newUmid();
      await tables.client.send(new PutCommand({ TableName: tables.receiptsTable, Item: { umid, note: 'by hand' } }));
      expect(await record(statusOf(umid, 'sent', 0))).toBe('recorded');
      expect(await read(umid)).toMatchObject({ state: 'sent', note: 'by hand', version: 1 });
      expect(await record(statusOf(umid, 'delivered', 1))).toBe('recorded');
      expect(await read(umid)).toMatchObject({ state: 'delivered', note: 'by hand', version: 2 });
    });

    test('an item that expires between the write and the merge is made anew', async () => {
      const umid = newUmid();
      await record(statusOf(umid, 'delivered', 1));
      const { client, receiptsTable } = tables;
      let failures = 0;
      client.middlewareStack.add(
        (next) => async (args) => {
          try {
            return await next(args);
          } catch (error) {
            failures += 1;
            if (failures === 1) await client.send(new DeleteCommand({ TableName: receiptsTable, Key: { umid } }));
            throw error;
          }
        },
        { step: 'initialize', name: 'expire' },
      );
      expect(await record(statusOf(umid, 'sent', 0))).toBe('recorded');
      client.middlewareStack.remove('expire');
      expect(failures).toBeGreaterThan(0);
      expect(await read(umid)).toMatchObject({ state: 'sent', version: 1 });
    });
  });

  test('an item that outgrows DynamoDB is told from a store that is not available', async () => {
    const umid = newUmid();
    const big = (minute: number) =>
      statusOf(umid, 'sent', minute, (b) => (b.payload.status.errorMessage = 'x'.repeat(60_000)));
    await expect(
      (async () => {
        for (let minute = 0; minute < 10; minute += 1) await record(big(minute));
      })(),
    ).rejects.toThrow(NotStorable);
    expect((await read(umid))?.state).toBe('sent');
  });

  test('odd characters and names are stored as they came', async () => {
    const umid = newUmid();
    const odd = 'nul \0, \uffff, \u{1F600}, ';
    await record(
      statusOf(umid, 'sent', 0, (b) => {
        Object.assign(b.payload, { clientMessageId: odd, [odd]: odd, constructor: { constructor: 1 } });
        b.payload.status.errorMessage = odd;
      }),
    );
    expect(await read(umid)).toMatchObject({
      clientMessageId: odd,
      errorMessage: odd,
      extra: { [odd]: odd, constructor: { constructor: 1 } },
    });
  });

  describe('indexes', () => {
    const query = async (index: string, key: string, value: string) =>
      (
        await tables.client.send(
          new QueryCommand({
            TableName: tables.receiptsTable,
            IndexName: index,
            KeyConditionExpression: '#key = :value',
            ExpressionAttributeNames: { '#key': key },
            ExpressionAttributeValues: { ':value': value },
            ScanIndexForward: false,
          }),
        )
      ).Items;

    test('find a message by client id, a number newest first, a batch with its states', async () => {
      const [older, newer] = [newUmid(), newUmid()];
      const own = (umid: string) => (b: Body) =>
        Object.assign(b.payload, { clientMessageId: `id-${umid}`, destination: '+6500000000', batchId: 'batch' });
      await record(statusOf(older, 'delivered', 0, own(older)), 1);
      await record(
        statusOf(newer, 'undelivered', 0, (b) => {
          own(newer)(b);
          b.payload.status.errorCode = 1;
        }),
        2,
      );
      expect(await query('byClientMessageId', 'clientMessageId', `id-${older}`)).toEqual([
        { umid: older, clientMessageId: `id-${older}` },
      ]);
      expect(await query('byDestination', 'destination', '+6500000000')).toMatchObject([
        { umid: newer },
        { umid: older },
      ]);
      expect(await query('byBatchId', 'batchId', 'batch')).toEqual([
        {
          umid: newer,
          batchId: 'batch',
          state: 'undelivered',
          statusTimestamp: '2090-01-01T00:00:00.000Z',
          errorCode: 1,
        },
        { umid: older, batchId: 'batch', state: 'delivered', statusTimestamp: '2090-01-01T00:00:00.000Z' },
      ]);
    });

    test('are sparse: a message without the field, or with an empty one, is in none', async () => {
      const umid = newUmid();
      const empty = (b: Body) => Object.assign(b.payload, { clientMessageId: '', destination: null, batchId: '' });
      expect(await record(statusOf(umid, 'sent', 0, empty))).toBe('recorded');
      expect(await read(umid)).not.toHaveProperty('clientMessageId');
    });
  });
});
