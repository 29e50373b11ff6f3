import { describe, expect, test } from '@jest/globals';
import type { Status } from '../../../contract/receipt-item.ts';
import {
  isTerminal,
  type MessageOutcome,
  outcomeOf,
  rankOf,
  statusSortKey,
} from '../../../lambda/receipt/status-order.ts';

describe('rank and outcome', () => {
  test.each<[state: string, detail: string | undefined, rank: number, terminal: boolean, outcome: MessageOutcome]>([
    ['queued', undefined, 0, false, 'open'],
    ['sent', undefined, 1, false, 'open'],
    ['unknown', undefined, 1, false, 'open'],
    ['ok', undefined, 1, false, 'open'],
    ['error', undefined, 1, false, 'open'],
    ['a state of next year', undefined, 1, false, 'open'],
    ['constructor', undefined, 1, false, 'open'],
    ['delivered', 'delivered_to_operator', 2, false, 'open'],
    ['delivered', 'delivered_to_carrier', 2, false, 'open'],
    ['delivered', 'delivered_to_', 2, false, 'open'],
    ['delivered', 'delivered_to_recipient', 3, true, 'delivered'],
    ['delivered', 'something_else', 3, true, 'delivered'],
    ['delivered', undefined, 3, true, 'delivered'],
    ['undelivered', 'rejected_by_operator', 3, true, 'failed'],
    ['undelivered', 'undelivered_to_recipient', 3, true, 'failed'],
    ['undelivered', 'delivered_to_operator', 3, true, 'failed'],
    ['rejected', undefined, 3, true, 'failed'],
    ['failed', undefined, 3, true, 'failed'],
    ['read', undefined, 4, true, 'delivered'],
  ])('%s with detail %s has rank %i, terminal %s, outcome %s', (state, detail, rank, terminal, outcome) => {
    const status = { state, ...(detail !== undefined && { detail }) };
    expect(rankOf(status)).toBe(rank);
    expect(isTerminal(status)).toBe(terminal);
    expect(outcomeOf(status)).toBe(outcome);
  });
});

describe('order', () => {
  const status = (change: Partial<Status>): Status => ({ state: 'sent', timestamp: '2026-01-01T12:00:00Z', ...change });
  const at = (time: string) => ({ timestamp: `2026-01-01T${time}Z` });

  test.each<[why: string, lesser: Partial<Status>, greater: Partial<Status>]>([
    ['a late sent never replaces delivered, whatever the clocks say', at('13:00:00'), { state: 'delivered' }],
    [
      'the handset confirms after the operator',
      { state: 'delivered', detail: 'delivered_to_operator', ...at('13:00:00') },
      { state: 'delivered' },
    ],
    [
      'between terminal states the later observation wins',
      { state: 'undelivered' },
      { state: 'delivered', ...at('12:00:00.0000001') },
    ],
    ['the other way round as well', { state: 'delivered' }, { state: 'undelivered', ...at('12:00:01') }],
    ['read comes after delivered', { state: 'delivered', ...at('13:00:00') }, { state: 'read' }],
    ['times are compared as instants: no fraction before any', at('12:00:00'), at('12:00:00.01')],
    ['.9 before .91', at('12:00:00.9'), at('12:00:00.91')],
    ['.09999 before .1', at('12:00:00.09999'), at('12:00:00.1')],
    ['the instant decides before the text of the detail', { detail: 'z' }, { detail: 'a', ...at('12:00:01') }],
    ['the detail decides if the instant is the same', { detail: 'a' }, { detail: 'b' }],
  ])('%s', (_, lesser, greater) => {
    expect(statusSortKey(status(lesser)) < statusSortKey(status(greater))).toBe(true);
  });

  test.each<Partial<Status>>([
    { state: 'unknown' },
    { detail: 'x' },
    { errorCode: 1 },
    { errorMessage: 'x' },
    { price: { total: 1 } },
    { price: { perSms: 1 } },
    { price: { currency: 'EUR' } },
    { smsCount: 1 },
    // The same instant with another precision
    at('12:00:00.0'),
  ])('no two statuses tie: %j', (change) => {
    expect(statusSortKey(status(change))).not.toBe(statusSortKey(status({})));
  });

  test('is written in ASCII, which DynamoDB and JavaScript compare in the same way', () => {
    expect(statusSortKey(status({ errorMessage: 'é\u{1F600}\u0000\uFFFD' }))).toMatch(/^[\x20-\x7e]+$/);
  });
});
