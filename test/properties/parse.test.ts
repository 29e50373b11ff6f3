import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../contract/receipt-item.ts';
import { interpret } from '../../lambda/receipt/interpret.ts';
import { toUtc } from '../../lambda/receipt/timestamp.ts';
import { sampleReceipt } from '../fixtures/samples.ts';

test('unknown fields are kept, whatever their names are', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string({ minLength: 1, unit: 'grapheme' }).map((name) => `x${name}`),
        fc.string({ minLength: 1 }),
        { minKeys: 1 },
      ),
      (unknown) => {
        const meaning = interpret(sampleReceipt((b) => Object.assign(b.payload, unknown)));
        expect(meaning).toMatchObject({ kind: 'receipt', receipt: { extra: { ...unknown } as JsonObject } });
      },
    ),
  );
});

test('a time that Date can write is read exactly in any time zone', () => {
  const date = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9998-12-31T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(date, fc.integer({ min: -14 * 60, max: 14 * 60 }), (instant, offset) => {
      expect(toUtc(instant.toISOString())).toBe(instant.toISOString());
      const local = new Date(instant.getTime() + offset * 60_000).toISOString().slice(0, -1);
      const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) =>
        String(part).padStart(2, '0'),
      );
      expect(toUtc(`${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`)).toBe(instant.toISOString());
    }),
  );
});
