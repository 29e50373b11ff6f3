import { describe, expect, test } from '@jest/globals';
import type { Status } from '../../../contract/receipt-item.ts';
import {
  isKnownState,
  isTerminal,
  type MessageOutcome,
  outcomeOf,
  rankOf,
  statusSortKey,
} from '../../../lambda/receipt/status-order.ts';

const NOON = '2026-01-01T12:00:00Z';

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
  const status = (change: Partial<Status>): Status => ({ state: 'sent', timestamp: NOON, ...change });

  test.each<[why: string, lesser: Status, greater: Status]>([
    [
      'a late sent never replaces delivered, whatever the clocks say',
      status({ timestamp: '2026-01-01T13:00:00Z' }),
      status({ state: 'delivered' }),
    ],
    [
      'the handset confirms after the operator',
      status({ state: 'delivered', detail: 'delivered_to_operator', timestamp: '2026-01-02T00:00:00Z' }),
      status({ state: 'delivered' }),
    ],
    [
      'between terminal states the later observation wins',
      status({ state: 'undelivered' }),
      status({ state: 'delivered', timestamp: '2026-01-01T12:00:00.0000001Z' }),
    ],
    [
      'the other way round as well',
      status({ state: 'delivered' }),
      status({ state: 'undelivered', timestamp: '2026-01-01T12:00:01Z' }),
    ],
    [
      'read comes after delivered',
      status({ state: 'delivered', timestamp: '2026-01-02T00:00:00Z' }),
      status({ state: 'read' }),
    ],
    [
      'times are compared as instants: no fraction before any',
      status({}),
      status({ timestamp: '2026-01-01T12:00:00.01Z' }),
    ],
    [
      '.9 before .91',
      status({ timestamp: '2026-01-01T12:00:00.9Z' }),
      status({ timestamp: '2026-01-01T12:00:00.91Z' }),
    ],
    [
      '.09999 before .1',
      status({ timestamp: '2026-01-01T12:00:00.09999Z' }),
      status({ timestamp: '2026-01-01T12:00:00.1Z' }),
    ],
    [
      'the instant decides before the text of the detail',
      status({ detail: 'z' }),
      status({ detail: 'a', timestamp: '2026-01-01T12:00:01Z' }),
    ],
    ['the detail decides if the instant is the same', status({ detail: 'a' }), status({ detail: 'b' })],
  ])('%s', (_, lesser, greater) => {
    expect(statusSortKey(lesser) < statusSortKey(greater)).toBe(true);
  });

  test.each<[field: string, change: Partial<Status>]>([
    ['state', { state: 'unknown' }],
    ['detail', { detail: 'x' }],
    ['errorCode', { errorCode: 1 }],
    ['errorMessage', { errorMessage: 'x' }],
    ['price', { price: { total: 1 } }],
    ['price per SMS', { price: { perSms: 1 } }],
    ['currency', { price: { currency: 'EUR' } }],
    ['smsCount', { smsCount: 1 }],
    ['trailing zeros of the time', { timestamp: '2026-01-01T12:00:00.0Z' }],
  ])('no two statuses tie: %s', (_, change) => {
    expect(statusSortKey(status(change))).not.toBe(statusSortKey(status({})));
  });

  test('is written in ASCII, which DynamoDB and JavaScript compare in the same way', () => {
    expect(statusSortKey(status({ errorMessage: 'é\u{1F600}\u0000\uFFFD' }))).toMatch(/^[\x20-\x7e]+$/);
  });
});

test.each([
  ['queued', true],
  ['sent', true],
  ['delivered', true],
  ['undelivered', true],
  ['rejected', true],
  ['failed', true],
  ['read', true],
  ['unknown', true],
  ['ok', true],
  ['error', true],
  ['Delivered', false],
  ['+12025550293', false],
  ['toString', false],
])('%s is a documented state: %s', (state, known) => {
  expect(isKnownState(state)).toBe(known);
});
