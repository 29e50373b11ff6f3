import { describe, expect, test } from '@jest/globals';
import type { StatusEntry } from '../../../contract/receipt-item.ts';
import { interpret } from '../../../lambda/receipt/interpret.ts';
import { type Message, messageOf } from '../../../lambda/receipt/message.ts';
import { attributesOf, storedMessage } from '../../../lambda/store/item.ts';
import { type Body, SAMPLE_UMID, sampleReceipt } from '../../fixtures/samples.ts';

function sampleMessage(change?: (body: Body) => void): Message {
  const meaning = interpret(sampleReceipt(change));
  if (meaning.kind !== 'receipt') throw new Error(JSON.stringify(meaning));
  return messageOf(meaning.receipt, '2026-01-01T00:00:00.000Z');
}

describe('attributes', () => {
  const fromLog: StatusEntry = {
    state: 'queued',
    timestamp: '2015-12-31T00:00:00Z',
    receivedAt: '2026-01-01T00:00:00.000Z',
    origin: 'vendor_log',
  };

  test("sort an item with an entry of the vendor's log after every status, so that it takes the merge", () => {
    const message = sampleMessage();
    const order = attributesOf(message, 1).statusOrder as string;
    const { statusOrder } = attributesOf({ ...message, history: [fromLog, ...message.history] }, 1);
    expect(order).not.toMatch(/^~/);
    expect(statusOrder).toBe(`~${order}`);
  });

  test.each([
    [15, 'Invalid destination'],
    [0, undefined],
    [undefined, undefined],
  ])('have for error %p the reason %p', (errorCode, reason) => {
    const message = sampleMessage((body) => Object.assign(body.payload.status, { errorCode }));
    expect(attributesOf(message, 1).errorReason).toBe(reason);
  });
});

describe('an item', () => {
  const { identity, history } = sampleMessage();
  const item = { umid: SAMPLE_UMID, ...identity, history, version: 3, expiresAt: 7 };

  test.each([
    [
      'is read back',
      item,
      { message: { umid: SAMPLE_UMID, identity, history }, version: 3, expiresAt: 7, exists: true },
    ],
    ['that is not there', undefined, { exists: false }],
    ['that others wrote, without a history', { umid: SAMPLE_UMID }, { exists: true }],
    ['that others wrote, with an empty history', { ...item, history: [] }, { version: 3, expiresAt: 7, exists: true }],
    [
      'that others wrote, with a text as history',
      { ...item, history: 'x' },
      { version: 3, expiresAt: 7, exists: true },
    ],
    ['that others wrote, with texts as numbers', { umid: SAMPLE_UMID, version: '3', expiresAt: '7' }, { exists: true }],
  ])('%s', (_, stored, read) => {
    expect(storedMessage(stored)).toEqual(read);
  });
});
