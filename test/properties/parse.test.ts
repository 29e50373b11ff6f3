import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../contract/receipt-item.ts';
import { type Interpretation, interpret } from '../../lambda/receipt/interpret.ts';
import { toUtc } from '../../lambda/receipt/timestamp.ts';
import { type BodyFormat, parseBody } from '../../lambda/record/parse-body.ts';
import { RECEIPT_JSON, RECEIPT_XML, sampleReceipt } from '../fixtures/samples.ts';

/** Reads bytes as the handlers do. Expects one of the three meanings, whatever the bytes are. */
async function read(bytes: Uint8Array, format: BodyFormat): Promise<void> {
  const parsed = await parseBody(bytes, format);
  const meaning: Interpretation = parsed.issues
    ? { kind: 'invalid', issues: parsed.issues, unknownFormat: false }
    : interpret(parsed.value);
  expect(['receipt', 'other-webhook', 'invalid']).toContain(meaning.kind);
  if (meaning.kind === 'invalid') expect(meaning.issues).not.toHaveLength(0);
  expect(Object.keys(Object.prototype)).toEqual([]);
}

const format = fc.constantFrom<BodyFormat>('json', 'xml');

/** A text with a few parts cut out or replaced. */
const mutated = (text: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.nat(text.length),
        fc.nat(20),
        fc.oneof(fc.string(), fc.constantFrom('<', '>', '"', '{', '[', '\0', '&#0;', '\ud83d')),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((cuts) =>
      cuts.reduce((whole, [at, length, put]) => whole.slice(0, at) + put + whole.slice(at + length), text),
    );

describe('reading never throws', () => {
  test('for arbitrary bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), format, read));
  });

  test('for arbitrary JSON', async () => {
    await fc.assert(fc.asyncProperty(fc.json(), (text) => read(Buffer.from(text), 'json')));
  });

  test('for mutated samples', async () => {
    await fc.assert(fc.asyncProperty(mutated(RECEIPT_JSON), (text) => read(Buffer.from(text), 'json')));
    await fc.assert(fc.asyncProperty(mutated(RECEIPT_XML), (text) => read(Buffer.from(text), 'xml')));
  });

  test('for a receipt with any value in any place', async () => {
    const paths = ['namespace', 'eventType', 'payload', 'description'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths, 'umid', 'batchId', 'status', 'price', 'smsCount', 'new'),
        fc.jsonValue(),
        (name, value) => {
          const body = sampleReceipt((b) =>
            paths.includes(name) ? Object.assign(b, { [name]: value }) : Object.assign(b.payload, { [name]: value }),
          );
          return read(Buffer.from(JSON.stringify(body)), 'json');
        },
      ),
    );
  });
});

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
