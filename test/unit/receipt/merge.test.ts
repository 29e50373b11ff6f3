import { describe, expect, test } from '@jest/globals';
import { mergeReceipt } from '../../../lambda/receipt/merge.ts';
import { type Message, messageOf, summarize } from '../../../lambda/receipt/message.ts';
import type { Identity, Receipt, Status } from '../../../lambda/receipt/receipt.ts';

const T = (minute: number): string => `2026-01-01T12:${String(minute).padStart(2, '0')}:00Z`;
const receivedAt = (minute: number): string => T(minute).replace('Z', '.000Z');

const receipt = (status: Partial<Status>, identity: Identity = {}, extra?: Receipt['extra']): Receipt => ({
  umid: 'u',
  identity,
  status: { state: 'sent', timestamp: T(0), ...status },
  ...(extra && { extra }),
});
const life = (...receipts: readonly Receipt[]): { message: Message; outcomes: string[] } => {
  let message: Message | undefined;
  const outcomes: string[] = [];
  receipts.forEach((each, at) => {
    const merged = mergeReceipt(message, messageOf(each, receivedAt(at)));
    message = merged.message;
    outcomes.push(merged.outcome);
  });
  if (message === undefined) throw new Error('a life has receipts');
  return { message, outcomes };
};

const queued = receipt({ state: 'queued' });
const sent = receipt({ timestamp: T(1) });
const delivered = receipt({ state: 'delivered', timestamp: T(2) });
const undelivered = receipt({ state: 'undelivered', timestamp: T(3), errorCode: 1 });

describe('outcomes', () => {
  test.each<[name: string, receipts: Receipt[], outcomes: string[]]>([
    ['a life in order', [queued, sent, delivered], ['recorded', 'recorded', 'recorded']],
    ['every status twice', [queued, queued, sent, sent], ['recorded', 'duplicate', 'recorded', 'duplicate']],
    ['an old status again', [queued, sent, queued], ['recorded', 'recorded', 'duplicate']],
    ['a late one', [delivered, sent], ['recorded', 'stale']],
    ['a late one twice', [delivered, sent, sent], ['recorded', 'stale', 'duplicate']],
    ['a change of mind', [undelivered, delivered], ['recorded', 'stale']],
    ['the same state again later', [sent, receipt({ timestamp: T(2) })], ['recorded', 'recorded']],
  ])('%s', (_, receipts, outcomes) => {
    expect(life(...receipts).outcomes).toEqual(outcomes);
  });
});

test('the history is ascending whatever came first', () => {
  const { message } = life(undelivered, queued, delivered, sent);
  expect(message.history.map(({ state }) => state)).toEqual(['queued', 'sent', 'delivered', 'undelivered']);
});

test('a duplicate changes nothing, not even a time', () => {
  const once = life(sent).message;
  expect(mergeReceipt(once, messageOf(sent, receivedAt(9))).message).toBe(once);
});

test('the receive times are those of the first and last receipt, also where they are told in another order', () => {
  const early = messageOf(sent, receivedAt(1));
  const { message } = mergeReceipt(messageOf(delivered, receivedAt(5)), early);
  expect(message).toMatchObject({ firstReceivedAt: receivedAt(1), lastReceivedAt: receivedAt(5) });
});

describe('identity', () => {
  test.each<[name: string, receipts: Receipt[], identity: Identity]>([
    ['is never erased', [receipt({ state: 'queued' }, { source: 'a' }), sent], { source: 'a' }],
    ['is filled in by a later status', [queued, receipt({}, { source: 'a' })], { source: 'a' }],
    ['is filled in by a late status', [sent, receipt({ state: 'queued' }, { batchId: 'b' })], { batchId: 'b' }],
    ['a contradiction', [receipt({ state: 'queued' }, { source: 'b' }), receipt({}, { source: 'a' })], { source: 'b' }],
    [
      'the other way round',
      [receipt({ state: 'queued' }, { source: 'a' }), receipt({}, { source: 'b' })],
      { source: 'b' },
    ],
  ])('%s', (_, receipts, identity) => {
    expect(life(...receipts).message.identity).toEqual(identity);
    expect(life(...receipts.toReversed()).message.identity).toEqual(identity);
  });
});

describe('summary', () => {
  test('tells the current status, and only what belongs to it', () => {
    expect(summarize(life(delivered, undelivered).message)).toMatchObject({
      current: { state: 'undelivered', errorCode: 1 },
      terminal: true,
    });
    const later = receipt({ state: 'delivered', timestamp: T(4) });
    const { current } = summarize(life(undelivered, later).message);
    expect(current).not.toHaveProperty('errorCode');
  });

  test('price and segments are of the greatest status that has them', () => {
    const priced = receipt({ state: 'queued', price: { total: 1, currency: 'USD' }, smsCount: 1 });
    const repriced = receipt({ price: { total: 2 }, timestamp: T(1) });
    for (const receipts of [
      [priced, repriced, delivered],
      [delivered, repriced, priced],
    ]) {
      expect(summarize(life(...receipts).message)).toMatchObject({ price: { total: 2 }, smsCount: 1 });
    }
  });

  test('each unknown field is of the greatest status that has it', () => {
    const first = receipt({ state: 'queued' }, {}, { a: 1, b: 1 });
    const second = receipt({ timestamp: T(1) }, {}, { b: 2, c: 2 });
    for (const receipts of [
      [first, second, delivered],
      [delivered, second, first],
    ]) {
      expect(summarize(life(...receipts).message).extra).toEqual({ a: 1, b: 2, c: 2 });
    }
    expect(summarize(life(delivered).message)).not.toHaveProperty('extra');
  });

  test('there is no message without a status', () => {
    expect(() => summarize({ history: [] })).toThrow('at least one status');
  });
});
