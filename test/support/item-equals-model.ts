import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '../../lambda/receipt/merge.ts';
import type { Receipt } from '../../lambda/receipt/message.ts';
import { type Arrival, modelItem } from './model.ts';
import { arbitraryDifferingArrivals, arbitraryReceipts } from './receipts.ts';

const DAY = 86_400;

/** A store that holds the item of one message. Times are seconds since its start. */
export interface StoreOfOneMessage {
  readonly umid: string;
  /** In epoch milliseconds. */
  readonly start: number;
  readonly retentionDays: number;
  /** Records a receipt that was posted at `second`, at the time `now`. */
  record(receipt: Receipt, second: number, now: number): Promise<Outcome>;
  read(): Promise<Readonly<Record<string, unknown>>>;
}

const arrivals = arbitraryDifferingArrivals(arbitraryReceipts({ minLength: 1, maxLength: 6 }));
const clocks = fc.array(
  // Posted some seconds after the start, and recorded at once or up to 200 days later
  fc.record({ second: fc.integer({ min: 0, max: 3 }), days: fc.constantFrom(0, 0, 0, 50, 88, 200) }),
  { minLength: 20, maxLength: 20 },
);

/** Whatever receipts arrive, and however late: after each of them the item and the outcome are those of the model. */
export async function expectItemOfModel(open: () => StoreOfOneMessage, numRuns: number): Promise<void> {
  const property = fc.asyncProperty(arrivals, clocks, async (receipts, times) => {
    const { umid, start, retentionDays, record, read } = open();
    const at = (second: number) => new Date(start + second * 1000);
    const all: Arrival[] = [];
    for (const [index, each] of receipts.entries()) {
      const { second = 0, days = 0 } = times[index] ?? {};
      const now = second + days * DAY;
      const receipt = { ...each, umid };
      all.push({ receipt, receivedAt: at(second), now: at(now) });
      const outcome = await record(receipt, second, now);
      const model = modelItem(all, retentionDays);
      expect(outcome).toBe(model.outcome);
      const { statusOrder, version, ...item } = await read();
      expect(item).toEqual({ umid, ...model.item });
    }
  });
  await fc.assert(property, { numRuns });
}
