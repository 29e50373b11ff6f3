import { expect, test } from '@jest/globals';
import { expiryOf } from '../../../lambda/store/dynamodb.ts';

const RECEIVED = '2026-01-01T00:00:00.999Z';
const SECONDS = Date.parse('2026-01-01T00:00:00Z') / 1000;
const DAY = 86_400;

test('by default the clock is that of the system', () => {
  const soonest = Date.now() / 1000 + 3 * DAY;
  expect(expiryOf(RECEIVED, { retentionDays: 1 })).toBeGreaterThanOrEqual(Math.floor(soonest));
});

test.each<[name: string, retentionDays: number, now: string, expiresAt: number]>([
  ['recorded at once', 90, RECEIVED, SECONDS + 90 * DAY],
  ['recorded 87 days later', 90, '2026-03-29T00:00:00Z', SECONDS + 90 * DAY],
  ['recorded 88 days later', 90, '2026-03-30T00:00:00Z', SECONDS + 91 * DAY],
  ['recorded before it was posted, by another clock', 90, '2025-12-31T00:00:00Z', SECONDS + 90 * DAY],
  ['kept for part of a day', 3.5, RECEIVED, SECONDS + 3.5 * DAY],
  ['kept for less than 3 days', 1, RECEIVED, SECONDS + 3 * DAY],
])('what is %s expires after the retention, and no earlier than in 3 days', (_, retentionDays, now, expiresAt) => {
  expect(expiryOf(RECEIVED, { retentionDays, now: () => new Date(now) })).toBe(expiresAt);
});
