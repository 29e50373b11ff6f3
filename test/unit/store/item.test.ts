import { expect, test } from '@jest/globals';
import type { Status } from '../../../contract/receipt-item.ts';
import { messageOf } from '../../../lambda/receipt/message.ts';
import { attributesOf, storedMessage } from '../../../lambda/store/item.ts';
import { sampleReceiptOf } from '../../support/interpreted.ts';

const message = messageOf(sampleReceiptOf(), '2026-01-01T00:00:00.000Z');
const { umid, identity, history } = message;
const item = { umid, ...identity, history, version: 3, expiresAt: 7 };

test.each([
  ['of ours', item, { message, version: 3, expiresAt: 7, exists: true }],
  ['that is not there', undefined, { exists: false }],
  ['of others, without a history', { umid }, { exists: true }],
  ['of others, with an empty history', { ...item, history: [] }, { version: 3, expiresAt: 7, exists: true }],
  ['of others, with a text as history', { ...item, history: 'x' }, { version: 3, expiresAt: 7, exists: true }],
  [
    'of others, with texts as numbers',
    { ...item, version: '3', expiresAt: '7', formatVersion: '7' },
    { message, exists: true },
  ],
  ['of others, with numbers that are no counts', { umid, version: 2 ** 53 - 1, expiresAt: -1 }, { exists: true }],
  [
    'with the first and the last count',
    { umid, version: 2 ** 53 - 2, expiresAt: 0 },
    { version: 2 ** 53 - 2, expiresAt: 0, exists: true },
  ],
])('an item is read: one %s', (_, stored, read) => {
  expect(storedMessage(stored)).toEqual(read);
});

test("an item with an entry of the vendor's log sorts after every status, so that it takes the merge", () => {
  const fromLog = { state: 'queued', timestamp: '2015-12-31T00:00:00Z', receivedAt: '', origin: 'vendor_log' } as const;
  const { statusOrder } = attributesOf(message, 1);
  expect(statusOrder).not.toMatch(/^~/);
  expect(attributesOf({ ...message, history: [fromLog, ...history] }, 1).statusOrder).toBe(`~${statusOrder}`);
});

test.each([
  [1, 'Absent subscriber'],
  [0, undefined],
  [999, undefined],
  [undefined, undefined],
])('error code %p has the reason %p', (errorCode, reason) => {
  const status = { state: 'undelivered', timestamp: '2026-01-01T00:00:00Z', errorCode } as Status;
  const failed = messageOf({ umid, identity: {}, status }, '2026-01-01T00:00:00.000Z');
  expect(attributesOf(failed, 1).errorReason).toBe(reason);
});
