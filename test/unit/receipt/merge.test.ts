import { describe, expect, test } from '@jest/globals';
import type { Identity, Status } from '../../../contract/receipt-item.ts';
import { mergeReceipt } from '../../../lambda/receipt/merge.ts';
import { type Message, messageOf, type Receipt, summarize } from '../../../lambda/receipt/message.ts';

const T = (minute: number): string => `2026-01-01T12:${String(minute).padStart(2, '0')}:00Z`;
const receivedAt = (minute: number): string => T(minute).replace('Z', '.000Z');

const receipt = (status: Partial<Status>, identity: Identity = {}, more: Partial<Receipt> = {}): Receipt => ({
  umid: 'u',
  identity,
  status: { state: 'sent', timestamp: T(0), ...status },
  ...more,
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

test('the history is ascending in any order of arrival', () => {
  const { message } = life(undelivered, queued, delivered, sent);
  expect(message.history.map(({ state }) => state)).toEqual(['queued', 'sent', 'delivered', 'undelivered']);
});

test('a duplicate changes nothing, not even a time', () => {
  const once = life(sent).message;
  expect(mergeReceipt(once, messageOf(sent, receivedAt(9))).message).toBe(once);
});

describe('two copies of one status', () => {
  const first = messageOf(receipt({}, { source: 'a' }, { extra: { node: 1 }, formatVersion: 6 }), receivedAt(1));
  const copy = (identity: Identity) =>
    messageOf(receipt({}, identity, { extra: { node: 2 }, formatVersion: 7 }), receivedAt(2));

  test('are a duplicate, of which the first stays', () => {
    expect(mergeReceipt(first, copy({ source: 'a' }))).toEqual({ message: first, outcome: 'duplicate' });
    expect(mergeReceipt(first, copy({ source: 'a' })).message).toBe(first);
  });

  test('unite their names', () => {
    const { message, outcome } = mergeReceipt(first, copy({ destination: 'b' }));
    expect(outcome).toBe('duplicate');
    expect(message).toEqual({ ...first, identity: { source: 'a', destination: 'b' } });
    expect(message.history).toEqual(first.history);
  });

  test('unite their names in any order', () => {
    const names: Identity[] = [{ source: 'a' }, { destination: 'b' }, { source: 'c', batchId: 'd' }];
    for (const order of [names, names.toReversed()]) {
      const united = order.map(copy).reduce((stored, each) => mergeReceipt(stored, each).message);
      expect(united.identity).toEqual({ source: 'c', destination: 'b', batchId: 'd' });
    }
  });
});

describe("an entry of the vendor's log", () => {
  const log = (status: Partial<Status>) => receipt(status, { batchId: 'b' }, { origin: 'vendor_log' });
  const states = (...receipts: Receipt[]) =>
    life(...receipts).message.history.map(({ state, origin = 'receipt' }) => `${state} of ${origin}`);

  test('stays if no receipt has its state and detail', () => {
    expect(states(queued, log({ state: 'delivered', detail: 'x' }), delivered)).toEqual([
      'queued of receipt',
      'delivered of vendor_log',
      'delivered of receipt',
    ]);
  });

  test('is dropped if a receipt less than 2 minutes apart has them, except for the names of the message', () => {
    const logged = log({ state: 'delivered', timestamp: T(3), price: { total: 1 }, smsCount: 2 });
    for (const order of [
      [sent, logged, delivered],
      [delivered, sent, logged],
      [logged, delivered, sent],
    ]) {
      const { message } = life(...order);
      expect(message.history.map(({ state, origin }) => [state, origin])).toEqual([
        ['sent', undefined],
        ['delivered', undefined],
      ]);
      expect(message.identity).toEqual({ batchId: 'b' });
      expect(summarize(message)).not.toHaveProperty('smsCount');
    }
  });

  test.each<[name: string, receipts: Receipt[], outcomes: string[]]>([
    ['twice', [log({}), log({})], ['recorded', 'duplicate']],
    ['after its receipt', [sent, log({ timestamp: T(2) })], ['recorded', 'duplicate']],
    ['2 minutes after a receipt', [sent, log({ timestamp: T(3) })], ['recorded', 'recorded']],
    [
      '2 minutes before a receipt',
      [log({ timestamp: T(1) }), receipt({ timestamp: T(3) }), sent],
      ['recorded', 'recorded', 'stale'],
    ],
    [
      'with another error code',
      [undelivered, log({ state: 'undelivered', timestamp: T(3), errorCode: 2 })],
      ['recorded', 'recorded'],
    ],
    [
      'without the error code',
      [undelivered, log({ state: 'undelivered', timestamp: T(3) })],
      ['recorded', 'duplicate'],
    ],
    ['that supersedes', [sent, log({ state: 'delivered' })], ['recorded', 'recorded']],
    ['that is replaced', [sent, log({ state: 'delivered', timestamp: T(3) }), delivered], Array(3).fill('recorded')],
    [
      'that was the current status, by a receipt that another one supersedes',
      [undelivered, log({ state: 'delivered', timestamp: '2026-01-01T12:03:30Z' }), delivered],
      ['recorded', 'recorded', 'recorded'],
    ],
    ['with every field of its receipt', [log({ timestamp: T(1) }), sent], ['recorded', 'recorded']],
  ])('outcomes of one %s', (_, receipts, outcomes) => {
    expect(life(...receipts).outcomes).toEqual(outcomes);
  });
});

test('the receive times are the least and the greatest, in any order of recording', () => {
  const early = messageOf(sent, receivedAt(1));
  const { message } = mergeReceipt(messageOf(delivered, receivedAt(5)), early);
  expect(summarize(message)).toMatchObject({ firstReceivedAt: receivedAt(1), lastReceivedAt: receivedAt(5) });
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
  test('has the current status, and only its data', () => {
    expect(summarize(life(delivered, undelivered).message)).toMatchObject({
      current: { state: 'undelivered', errorCode: 1 },
      terminal: true,
    });
    const later = receipt({ state: 'delivered', timestamp: T(4) });
    const { current } = summarize(life(undelivered, later).message);
    expect(current).not.toHaveProperty('errorCode');
  });

  test.each([
    ['only a price', { price: { total: 2 } }, { price: { total: 2 }, smsCount: 1 }],
    ['only segments', { smsCount: 2 }, { price: { total: 1, currency: 'USD' }, smsCount: 2 }],
    ['both', { price: { total: 2 }, smsCount: 2 }, { price: { total: 2 }, smsCount: 2 }],
  ])('price and segments come from the greatest status that has them; a later one has %s', (_, more, expected) => {
    const first = receipt({ state: 'queued', price: { total: 1, currency: 'USD' }, smsCount: 1 });
    const second = receipt({ timestamp: T(1), ...more });
    for (const receipts of [
      [first, second, delivered],
      [delivered, second, first],
    ]) {
      expect(summarize(life(...receipts).message)).toMatchObject(expected);
    }
  });

  test('there is no message without a status', () => {
    expect(() => summarize({ history: [] })).toThrow('at least one status');
  });
});
