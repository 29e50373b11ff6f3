import { describe, expect, test } from '@jest/globals';
import type { Status } from '../../../contract/receipt-item.ts';
import { mergeReceipt } from '../../../lambda/receipt/merge.ts';
import { type Message, messageOf, type Receipt, summarize } from '../../../lambda/receipt/message.ts';

const T = (minute: number): string => `2026-01-01T12:${String(minute).padStart(2, '0')}:00Z`;
const RECEIVED_AT = '2026-01-01T12:00:00.000Z';

const receipt = (status: Partial<Status>, more: Partial<Receipt> = {}): Receipt => ({
  umid: 'u',
  identity: {},
  status: { state: 'sent', timestamp: T(0), ...status },
  ...more,
});
const outcomesOf = (receipts: readonly Receipt[]): string[] => {
  let message: Message | undefined;
  return receipts.map((each) => {
    const merged = mergeReceipt(message, messageOf(each, RECEIVED_AT));
    message = merged.message;
    return merged.outcome;
  });
};

const sent = receipt({ timestamp: T(1) });
const delivered = receipt({ state: 'delivered', timestamp: T(2) });
const undelivered = receipt({ state: 'undelivered', timestamp: T(3), errorCode: 1 });

/** The model in test/properties has the outcomes of receipts, and all that a merge keeps. */
describe("an entry of the vendor's log", () => {
  const log = (status: Partial<Status>) => receipt(status, { origin: 'vendor_log' });

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
    [
      'with the error code',
      [undelivered, log({ state: 'undelivered', timestamp: T(3), errorCode: 1 })],
      ['recorded', 'duplicate'],
    ],
    [
      'with an error code that its receipt lacks',
      [receipt({ state: 'undelivered' }), log({ state: 'undelivered', errorCode: 1 })],
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
    expect(outcomesOf(receipts)).toEqual(outcomes);
  });
});

test('there is no message without a status', () => {
  expect(() => summarize({ history: [] })).toThrow('at least one status');
});
