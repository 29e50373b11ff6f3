import { expect, test } from '@jest/globals';
import { messageOf } from '../../../lambda/receipt/message.ts';
import { storedMessage } from '../../../lambda/store/item.ts';
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
  ['of others, with texts as numbers', { umid, version: '3', expiresAt: '7' }, { exists: true }],
])('an item is read: one %s', (_, stored, read) => {
  expect(storedMessage(stored)).toEqual(read);
});
