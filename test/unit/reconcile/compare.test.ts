import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Status } from '../../../contract/receipt-item.ts';
import { merge } from '../../../lambda/receipt/merge.ts';
import { messageOf, type Receipt } from '../../../lambda/receipt/message.ts';
import { compareWithLog, isUnfinished } from '../../../lambda/reconcile/compare.ts';
import { arbitraryReceipts, arbitraryStatus } from '../../support/receipts.ts';

const T1 = '2026-01-01T00:00:01Z';
const T2 = '2026-01-01T00:00:02Z';
const NOW = '2026-01-02T00:00:00.000Z';

const receipt = (status: Status, origin?: 'vendor_log'): Receipt => ({
  umid: 'a',
  identity: {},
  status,
  ...(origin && { origin }),
});
const storedOf = (...receipts: Receipt[]) => receipts.map((each) => messageOf(each, NOW)).reduce((a, b) => merge(a, b));

const sent = (timestamp: string): Status => ({ state: 'sent', timestamp });
const undelivered = (timestamp: string, errorCode?: number): Status => ({
  state: 'undelivered',
  timestamp,
  ...(errorCode !== undefined && { errorCode }),
});
const delivered = (timestamp: string): Status => ({ state: 'delivered', detail: 'delivered_to_recipient', timestamp });

/** Which receipts have the status of a row is in the tests of the merge. */
describe('a row of the log', () => {
  test.each([
    ['the same status', [receipt(delivered(T1))], delivered(T1), 'same'],
    ['the status with a fraction', [receipt(delivered('2026-01-01T00:00:01.123Z'))], delivered(T1), 'same'],
    ['an older status of the history', [receipt(sent(T1)), receipt(delivered(T2))], sent(T1), 'same'],
    ['another price', [receipt({ ...sent(T1), price: { total: 1 } })], { ...sent(T1), price: { total: 2 } }, 'same'],
    ['an earlier status', [receipt(sent(T1))], delivered(T2), 'behind'],
    ['a later status', [receipt(delivered(T2))], sent(T1), 'ahead'],
    ['the same state at an earlier instant than ours', [receipt(sent(T2))], sent(T1), 'same'],
    ['a receipt with the same state at an earlier instant', [receipt(sent(T1))], sent(T2), 'same'],
    ['a receipt with the same state 2 minutes earlier', [receipt(sent(T1))], sent('2026-01-01T00:02:01Z'), 'behind'],
    ['a receipt with the same state 2 minutes later', [receipt(sent('2026-01-01T00:02:01Z'))], sent(T1), 'ahead'],
    ['a receipt with another error code', [receipt(undelivered(T1, 22))], undelivered(T2, 36), 'behind'],
    ['an entry of the log with a fraction', [receipt(sent('2026-01-01T00:00:01.5Z'), 'vendor_log')], sent(T1), 'same'],
    [
      'an entry of the log with another error code',
      [receipt(undelivered(T1, 22), 'vendor_log')],
      undelivered(T1, 36),
      'behind',
    ],
    [
      'an entry of the log with the same state at an earlier instant',
      [receipt(sent(T1), 'vendor_log')],
      sent(T2),
      'behind',
    ],
  ] as const)('compared with %s', (_, stored, status, comparison) => {
    expect(compareWithLog(storedOf(...stored), receipt(status, 'vendor_log'))).toBe(comparison);
  });

  test('without an item is missing', () => {
    expect(compareWithLog(undefined, receipt(sent(T1), 'vendor_log'))).toBe('missing');
  });

  test('is never behind after it was merged', () => {
    const row = arbitraryStatus.map((status) => receipt(status, 'vendor_log'));
    fc.assert(
      fc.property(arbitraryReceipts({ maxLength: 5 }), row, (stored, logged) => {
        expect(['same', 'ahead']).toContain(compareWithLog(storedOf(...stored, logged), logged));
      }),
    );
  });

  test('is unfinished if neither it nor the item has a terminal status', () => {
    const logged = receipt(sent(T1), 'vendor_log');
    expect(isUnfinished(undefined, logged)).toBe(true);
    expect(isUnfinished(storedOf(receipt(sent(T1))), logged)).toBe(true);
    expect(isUnfinished(storedOf(receipt(delivered(T2))), logged)).toBe(false);
    expect(isUnfinished(undefined, receipt(delivered(T2), 'vendor_log'))).toBe(false);
  });
});
