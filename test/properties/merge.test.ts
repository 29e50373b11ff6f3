import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { merge, mergeReceipt } from '../../lambda/receipt/merge.ts';
import { type Message, messageOf, type Receipt } from '../../lambda/receipt/message.ts';
import { statusSortKey } from '../../lambda/receipt/status-order.ts';
import { attributesOf } from '../../lambda/store/item.ts';
import { modelItem } from '../support/model.ts';
import {
  arbitraryArrivals,
  arbitraryDifferingArrivals,
  arbitraryReceipts,
  arbitraryStatus,
} from '../support/receipts.ts';

const AT = '2026-01-01T12:30:00.000Z';

const receipts = arbitraryReceipts({ minLength: 1, maxLength: 8 });

const arrive = (receipts: readonly Receipt[]): Message =>
  receipts.reduce<Message | undefined>(
    (stored, receipt) => mergeReceipt(stored, messageOf(receipt, AT)).message,
    undefined,
  ) as Message;

test('a write of an older release supersedes a stored status only if it is greater', () => {
  fc.assert(
    fc.property(arbitraryStatus, arbitraryStatus, (stored, received) => {
      const { statusOrder } = attributesOf(messageOf({ umid: '', identity: {}, status: stored }, AT), undefined);
      // The condition of release 0.2.0
      if (`${statusOrder}` < statusSortKey(received)) {
        expect(statusSortKey(stored) < statusSortKey(received)).toBe(true);
      }
    }),
  );
});

test('a message equals the model, and so do the outcomes', () => {
  const minute = fc.integer({ min: 0, max: 3 });
  const arrivals = arbitraryDifferingArrivals(receipts).chain((all) =>
    fc.tuple(
      ...all.map((receipt) => minute.map((at) => ({ receipt, receivedAt: new Date(Date.parse(AT) + at * 60_000) }))),
    ),
  );
  fc.assert(
    fc.property(arrivals, (all) => {
      let stored: Message | undefined;
      for (const [at, { receipt, receivedAt }] of all.entries()) {
        const { message, outcome } = mergeReceipt(stored, messageOf(receipt, receivedAt.toISOString()));
        const model = modelItem(
          all.slice(0, at + 1).map((arrival) => ({ ...arrival, now: arrival.receivedAt })),
          90,
        );
        expect(outcome).toBe(model.outcome);
        expect(model.item).toMatchObject({ ...message.identity, history: message.history });
        stored = message;
      }
    }),
  );
});

describe('merge', () => {
  const parts = (count: number) =>
    arbitraryArrivals(receipts).chain((all) =>
      fc.array(fc.subarray(all, { minLength: 1 }).map(arrive), { minLength: count, maxLength: count }),
    );

  test('is idempotent', () => {
    fc.assert(fc.property(parts(1), ([a]) => expect(merge(a as Message, a as Message)).toBe(a)));
  });

  test('is commutative', () => {
    fc.assert(
      fc.property(parts(2), ([a, b]) => {
        expect(merge(a as Message, b as Message)).toEqual(merge(b as Message, a as Message));
      }),
    );
  });

  test('is associative', () => {
    fc.assert(
      fc.property(parts(3), ([a, b, c]) => {
        expect(merge(merge(a as Message, b as Message), c as Message)).toEqual(
          merge(a as Message, merge(b as Message, c as Message)),
        );
      }),
    );
  });
});
