import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { statusChanged } from '../../lambda/publish/events.ts';
import { itemsAfterEachWrite } from '../support/items.ts';
import { arbitraryArrivals, arbitraryReceipts } from '../support/receipts.ts';

const RECEIVED_AT = '2026-01-01T12:30:00.000Z';
const arrivals = arbitraryArrivals(arbitraryReceipts({ minLength: 1, maxLength: 8 }));

/** The events for the writes of a message, in order. */
const eventsOf = (items: ReturnType<typeof itemsAfterEachWrite>) =>
  items.flatMap((item, index) => {
    const detail = statusChanged(items[index - 1], item)?.detail;
    return detail !== undefined && 'umid' in detail ? [detail] : [];
  });

test('for any order of receipts the last published status is the status of the item', () => {
  fc.assert(
    fc.property(arrivals, (receipts) => {
      const items = itemsAfterEachWrite(receipts, RECEIVED_AT);
      const { state, detail, terminal } = items.at(-1) ?? {};
      const last = eventsOf(items).at(-1);
      expect({ state: last?.state, detail: last?.detail, terminal: last?.terminal }).toEqual({
        state,
        detail,
        terminal,
      });
    }),
  );
});

test('each event continues from the previous one, and does not repeat it', () => {
  fc.assert(
    fc.property(arrivals, (receipts) => {
      const events = eventsOf(itemsAfterEachWrite(receipts, RECEIVED_AT));
      for (const [index, event] of events.entries()) {
        const before = events[index - 1];
        expect(event.previousState).toBe(before?.state);
        expect([event.state, event.detail]).not.toEqual([before?.state, before?.detail]);
      }
    }),
  );
});

test('the ids of the events of a message are distinct, and their numbers increase', () => {
  fc.assert(
    fc.property(arrivals, (receipts) => {
      const numbers = eventsOf(itemsAfterEachWrite(receipts, RECEIVED_AT)).map(({ id, umid }) =>
        Number(id.slice(umid.length + 1)),
      );
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    }),
  );
});
