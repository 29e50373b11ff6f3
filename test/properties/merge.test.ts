import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { merge, mergeReceipt } from '../../lambda/receipt/merge.ts';
import { type Message, messageOf, type Receipt, summarize } from '../../lambda/receipt/message.ts';
import { rankOf, statusSortKey } from '../../lambda/receipt/status-order.ts';
import { attributesOf } from '../../lambda/store/item.ts';
import { modelItem } from '../support/model.ts';
import {
  arbitraryArrivals,
  arbitraryDifferingArrivals,
  arbitraryReceipts,
  arbitraryStatus,
  shuffled,
} from '../support/receipts.ts';

const AT = '2026-01-01T12:30:00.000Z';

const arrive = (receipts: readonly Receipt[]): Message =>
  receipts.reduce<Message | undefined>(
    (stored, receipt) => mergeReceipt(stored, messageOf(receipt, AT)).message,
    undefined,
  ) as Message;

describe('the order of statuses', () => {
  test('is total: of two statuses one supersedes the other, or they are the same', () => {
    fc.assert(
      fc.property(arbitraryStatus, arbitraryStatus, (a, b) => {
        if (statusSortKey(a) === statusSortKey(b)) expect(a).toEqual(b);
        else expect(a).not.toEqual(b);
      }),
    );
  });

  test('lets a write of an older release supersede a stored status only if it is greater', () => {
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

  test('follows rank, then instant', () => {
    fc.assert(
      fc.property(arbitraryStatus, arbitraryStatus, (a, b) => {
        const instants = [a, b].map(({ timestamp }) => {
          const [minutes, seconds] = timestamp.slice('2026-01-01T12:'.length, -1).split(':').map(Number);
          return Number(minutes) * 60 + Number(seconds);
        });
        const [first = 0, second = 0] = instants;
        if (rankOf(a) < rankOf(b) || (rankOf(a) === rankOf(b) && first < second)) {
          expect(statusSortKey(a) < statusSortKey(b)).toBe(true);
        }
      }),
    );
  });

  test('is the same whether DynamoDB compares the bytes or JavaScript the units', () => {
    fc.assert(
      fc.property(arbitraryStatus, arbitraryStatus, (a, b) => {
        expect(Math.sign(Buffer.compare(Buffer.from(statusSortKey(a)), Buffer.from(statusSortKey(b))))).toBe(
          statusSortKey(a) < statusSortKey(b) ? -1 : statusSortKey(a) > statusSortKey(b) ? 1 : 0,
        );
      }),
    );
  });
});

describe('a message', () => {
  const receipts = arbitraryReceipts({ minLength: 1, maxLength: 8 });
  const pair = arbitraryArrivals(receipts).chain((all) => fc.tuple(shuffled(all), shuffled([...all, ...all])));

  test('equals the model, and so do the outcomes', () => {
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

  test('ends up the same in any order and with any number of copies of its receipts', () => {
    fc.assert(
      fc.property(pair, ([once, otherwise]) => {
        expect(arrive(otherwise)).toEqual(arrive(once));
      }),
    );
  });

  test('shows the greatest status, and keeps each distinct status in ascending order', () => {
    fc.assert(
      fc.property(arbitraryArrivals(receipts), (arrivals) => {
        const received = arrivals.map(({ origin: _, ...receipt }) => receipt);
        const { history } = arrive(received);
        const orders = history.map(statusSortKey);
        const distinct = [...new Set(received.map(({ status }) => statusSortKey(status)))];
        expect(orders).toEqual(distinct.toSorted((a, b) => (a < b ? -1 : 1)));
        expect(statusSortKey(summarize({ history }).current)).toBe(orders.at(-1));
      }),
    );
  });
});

describe('merge', () => {
  const parts = (count: number) =>
    arbitraryArrivals(arbitraryReceipts({ minLength: 1, maxLength: 8 })).chain((all) =>
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
