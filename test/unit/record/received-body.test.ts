import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lazyQueue } from '../../../lambda/receive/fallback-queue.ts';
import { fromQueueMessage, toQueueMessage } from '../../../lambda/record/received-body.ts';
import { RECEIPT_JSON } from '../../fixtures/samples.ts';

const receivedAt = new Date('2026-01-01T00:00:00.123Z');

describe('a message of the queue', () => {
  test('is decoded to the same body, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.string({ unit: 'binary' }).map((text) => new Uint8Array(Buffer.from(text))),
        ),
        fc.option(fc.string(), { nil: undefined }),
        fc.date({ noInvalidDate: true }),
        (bytes, contentType, at) => {
          const decoded = fromQueueMessage(toQueueMessage({ bytes, contentType, receivedAt: at }));
          expect(decoded).toMatchObject({ receivedAt: at });
          expect(decoded?.contentType).toBe(contentType);
          expect(new Uint8Array(decoded?.bytes ?? [])).toEqual(bytes);
        },
      ),
    );
  });

  test('has only characters that SQS takes', () => {
    const message = toQueueMessage({ bytes: Buffer.from('\0\uffff\u{1F600}'), contentType: '\u0001', receivedAt });
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

  test.each([
    ['no JSON', 'hello'],
    ['no object', '[]'],
    ['no body', `{"receivedAt":"${receivedAt.toISOString()}"}`],
    ['a body that is not text', `{"receivedAt":"${receivedAt.toISOString()}","body":1}`],
    ['no time', '{"body":"x"}'],
    ['an invalid time', '{"body":"x","receivedAt":"now"}'],
    ["the vendor's receipt itself", RECEIPT_JSON],
  ])('%s is not a queued body', (_, message) => {
    expect(fromQueueMessage(message)).toBeUndefined();
  });
});

test('the queue is loaded once, by the first body that needs it', async () => {
  const sent: string[] = [];
  let loads = 0;
  const queue = lazyQueue(async () => {
    loads += 1;
    return { send: async ({ contentType }) => void sent.push(String(contentType)) };
  });
  expect(loads).toBe(0);
  const body = { bytes: new Uint8Array(), receivedAt };
  const signal = new AbortController().signal;
  await Promise.all([
    queue.send({ ...body, contentType: 'a' }, signal),
    queue.send({ ...body, contentType: 'b' }, signal),
  ]);
  expect([loads, sent]).toEqual([1, ['a', 'b']]);
});
