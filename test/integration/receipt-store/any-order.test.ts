import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergeReceipt } from '../../../lambda/receipt/merge.ts';
import { type Message, messageOf } from '../../../lambda/receipt/message.ts';
import { storedMessage } from '../../../lambda/store/item.ts';
import { engine } from '../../support/engine.ts';
import { type Arrival, modelItem } from '../../support/model.ts';
import { arbitraryDifferingArrivals, arbitraryReceipts } from '../../support/receipts.ts';
import { newUmid, RETENTION_DAYS, START, statusOf, storeOn } from '../../support/store-on.ts';

const { endpoint } = engine;

const DAY = 86_400;

describe('concurrent receipts in any order', () => {
  const store = storeOn(endpoint);

  test('an item equals the model, whatever receipts arrive and however late', async () => {
    const arrivals = arbitraryDifferingArrivals(arbitraryReceipts({ minLength: 1, maxLength: 6 }));
    const times = fc.array(
      // Posted some seconds after the start, and recorded at once or up to 200 days later
      fc.record({ second: fc.integer({ min: 0, max: 3 }), days: fc.constantFrom(0, 0, 0, 50, 88, 200) }),
      { minLength: 20, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(arrivals, times, async (receipts, clocks) => {
        const umid = newUmid();
        const all: Arrival[] = [];
        let previous = 0;
        for (const [at, each] of receipts.entries()) {
          const { second = 0, days = 0 } = clocks[at] ?? {};
          const now = second + days * DAY;
          const receipt = { ...each, umid };
          all.push({ receipt, receivedAt: new Date(START + second * 1000), now: new Date(START + now * 1000) });
          const outcome = await store.record(receipt, second, now);
          const model = modelItem(all, RETENTION_DAYS);
          expect(outcome).toBe(model.outcome);
          const { statusOrder, version, ...item } = (await store.read(umid)) ?? {};
          expect(item).toEqual({ umid, ...model.item });
          expect(item.expiresAt).toBeGreaterThanOrEqual(previous);
          if (outcome !== 'duplicate') {
            expect(item.expiresAt).toBeGreaterThanOrEqual(Math.floor(START / 1000 + now + 3 * DAY));
          }
          previous = item.expiresAt as number;
        }
      }),
      { numRuns: 10 },
    );
  });

  test('50 concurrent receipts of one message, each from another container, converge', async () => {
    const umid = newUmid();
    const receipts = Array.from({ length: 50 }, (_, at) =>
      statusOf(umid, ['queued', 'sent', 'delivered'][at % 3] ?? '', at % 25),
    );
    const outcomes = await Promise.all(receipts.map((receipt) => store.recordElsewhere(receipt)));
    const distinct = new Set(receipts.map(({ status }) => JSON.stringify(status)));
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(50 - distinct.size);
    const expected = receipts.reduce<Message | undefined>(
      (stored, receipt) => mergeReceipt(stored, messageOf(receipt, new Date(START).toISOString())).message,
      undefined,
    );
    expect(storedMessage(await store.read(umid)).message).toEqual(expected);
  });

  test('one of 50 concurrent copies of a receipt is recorded', async () => {
    const umid = newUmid();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => store.recordElsewhere(statusOf(umid, 'sent', 0))),
    );
    expect(outcomes.toSorted()).toEqual([...Array(49).fill('duplicate'), 'recorded']);
    expect(await store.read(umid)).toMatchObject({ version: 1 });
  });
});
