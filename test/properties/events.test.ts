import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { statusChanged } from '../../lambda/publish/events.ts';
import { itemsAfterEachWrite } from '../support/items.ts';
import { arbitraryArrivals, arbitraryReceipts } from '../support/receipts.ts';

const RECEIVED_AT = '2026-01-01T12:30:00.000Z';
const arrivals = arbitraryArrivals(arbitraryReceipts({ minLength: 1, maxLength: 8 }));

test('in any order of receipts each event continues from the previous one, and the last has the status of the item', () => {
  fc.assert(
    fc.property(arrivals, (receipts) => {
      const items = itemsAfterEachWrite(receipts, RECEIVED_AT);
      const events = items.flatMap((item, index) => {
        const detail = statusChanged(items[index - 1], item)?.detail;
        return detail !== undefined && 'umid' in detail ? [detail] : [];
      });
      for (const [index, event] of events.entries()) {
        const before = events[index - 1];
        expect(event.previousState).toBe(before?.state);
        expect([event.state, event.detail]).not.toEqual([before?.state, before?.detail]);
      }
      const numbers = events.map(({ id, umid }) => Number(id.slice(umid.length + 1)));
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      const { state, detail, terminal } = items.at(-1) ?? {};
      const last = events.at(-1);
      expect([last?.state, last?.detail, last?.terminal]).toEqual([state, detail, terminal]);
    }),
  );
});
