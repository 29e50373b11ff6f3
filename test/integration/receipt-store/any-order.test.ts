import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergeReceipt } from '../../../lambda/receipt/merge.ts';
import { type Message, messageOf } from '../../../lambda/receipt/message.ts';
import { attributesOf, storedMessage } from '../../../lambda/store/item.ts';
import { engines } from '../../support/engines.ts';
import { arbitraryArrivals, arbitraryReceipts } from '../../support/receipts.ts';
import { newUmid, START, statusOf, storeOn } from '../../support/store-on.ts';

describe.each(engines)('receipts in any order and at once on $kind', ({ endpoint }) => {
  const store = storeOn(endpoint);

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
          expect(await store.record(mine, second)).toBe(merged.outcome);
          expected = merged.message;
        }
        const item = await store.read(umid);
        expect(storedMessage(item).message).toEqual(expected);
        const { history, firstReceivedAt, version, ...attributes } = item ?? {};
        const told = Object.entries(attributesOf(expected as Message, item?.expiresAt as number)).filter(
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
    const outcomes = await Promise.all(receipts.map((receipt) => store.recordElsewhere(receipt)));
    const distinct = new Set(receipts.map(({ status }) => JSON.stringify(status)));
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(50 - distinct.size);
    const expected = receipts.reduce<Message | undefined>(
      (stored, receipt) => mergeReceipt(stored, messageOf(receipt, new Date(START).toISOString())).message,
      undefined,
    );
    expect(storedMessage(await store.read(umid)).message).toEqual(expected);
  }, 60_000);

  test('50 copies of one receipt at once: one is recorded', async () => {
    const umid = newUmid();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => store.recordElsewhere(statusOf(umid, 'sent', 0))),
    );
    expect(outcomes.toSorted()).toEqual([...Array(49).fill('duplicate'), 'recorded']);
    expect(await store.read(umid)).toMatchObject({ version: 1 });
  }, 60_000);
});
