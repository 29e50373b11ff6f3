import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromQueueMessage, toQueueMessage } from '../../../lambda/record/received-body.ts';
import { RECEIPT_JSON } from '../../fixtures/samples.ts';
import { anyCharacter } from '../../support/any-character.ts';

const receivedAt = new Date('2026-01-01T00:00:00.123Z');

describe('a message of the queue', () => {
  test('is read back as the same body, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.string({ unit: anyCharacter }).map((text) => new Uint8Array(Buffer.from(text))),
        ),
        fc.option(fc.string(), { nil: undefined }),
        fc.date({ noInvalidDate: true }),
        (bytes, contentType, at) => {
          const read = fromQueueMessage(toQueueMessage({ bytes, contentType, receivedAt: at }));
          expect(read).toMatchObject({ receivedAt: at });
          expect(read?.contentType).toBe(contentType);
          expect(new Uint8Array(read?.bytes ?? [])).toEqual(bytes);
        },
      ),
    );
  });

  test('has only characters that SQS takes', () => {
    const message = toQueueMessage({
      bytes: Buffer.from('\0\u007f\uffff\u{1F600}'),
      contentType: '\u0001',
      receivedAt,
    });
    expect(message).toMatch(/^[\x20-\x7e]+$/);
  });

  test('shows a receipt as text', () => {
    const message = JSON.parse(
      toQueueMessage({ bytes: Buffer.from(RECEIPT_JSON), contentType: 'application/json', receivedAt }),
    );
    expect(message).toEqual({
      receivedAt: receivedAt.toISOString(),
      contentType: 'application/json',
      body: RECEIPT_JSON,
    });
  });

  test.each(['\0', '\u001f', 'é', '\u{1F600}', '\uffff', '"', '\\', 'x', '\xff'])(
    'fits into 256 KiB, even with 64 KiB of %j',
    (unit) => {
      const bytes = unit === '\xff' ? Buffer.alloc(65_536, 0xff) : Buffer.from(unit.repeat(65_536)).subarray(0, 65_536);
      const message = toQueueMessage({ bytes, contentType: '\u0001'.repeat(8_000), receivedAt });
      expect(message.length).toBeLessThanOrEqual(262_144);
      expect(bytes.equals(fromQueueMessage(message)?.bytes ?? Buffer.alloc(0))).toBe(true);
    },
  );

  test('has no content type if somebody wrote one that is not text', () => {
    const message = JSON.stringify({ receivedAt, contentType: ['text/xml'], body: 'x' });
    expect(fromQueueMessage(message)).toEqual({ receivedAt, contentType: undefined, bytes: Buffer.from('x') });
  });

  test.each([
    ['no JSON', 'hello'],
    ['no object', '[]'],
    ['null', 'null'],
    ['no body', `{"receivedAt":"${receivedAt.toISOString()}"}`],
    ['a body that is not text', `{"receivedAt":"${receivedAt.toISOString()}","body":1}`],
    ['no time', '{"body":"x"}'],
    ['an invalid time', '{"body":"x","receivedAt":"now"}'],
    ['a time that is not text', '{"body":"x","receivedAt":0}'],
    ["the vendor's receipt itself", RECEIPT_JSON],
  ])('%s is not a queued body', (_, message) => {
    expect(fromQueueMessage(message)).toBeUndefined();
  });
});
