import { describe, expect, test } from '@jest/globals';
import { addDays, dayAt, daysBefore, startOfDay, startsOfDays } from '../../../report/days.ts';

describe('the start of a day', () => {
  test.each([
    ['2026-11-01', 'UTC', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01', 'Asia/Manila', '2026-10-31T16:00:00.000Z'],
    ['2026-11-01', 'Pacific/Kiritimati', '2026-10-31T10:00:00.000Z'],
    ['2026-11-01', 'Pacific/Niue', '2026-11-01T11:00:00.000Z'],
    ['2026-11-01', 'Asia/Kathmandu', '2026-10-31T18:15:00.000Z'],
    // Clocks go back at 2 o'clock
    ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    // Clocks skip midnight
    ['2024-04-26', 'Africa/Cairo', '2024-04-25T22:00:00.000Z'],
  ])('%s in %s is %s', (day, zone, start) => {
    const time = startOfDay(day, zone);
    expect(time.toISOString()).toBe(start);
    expect(dayAt(time, zone)).toBe(day);
    expect(dayAt(new Date(time.getTime() - 1), zone)).toBe(addDays(day, -1));
  });
});

test('a period has each of its days once, with the hour that is left out in spring', () => {
  const period = { from: new Date('2026-03-28T23:00:00Z'), to: new Date('2026-03-30T22:00:00Z') };
  expect(startsOfDays(period, 'Europe/Berlin')).toEqual([
    { day: '2026-03-29', start: '2026-03-28T23:00:00.000Z' },
    { day: '2026-03-30', start: '2026-03-29T22:00:00.000Z' },
  ]);
});

describe('the period before', () => {
  test.each([
    ['2026-11-08', '2026-11-15', '2026-11-01'],
    ['2026-11-01', '2026-12-01', '2026-10-01'],
    ['2026-01-01', '2026-04-01', '2025-10-01'],
    ['2026-03-01', '2026-03-08', '2026-02-22'],
  ])('of %s to %s begins on %s', (from, to, before) => {
    expect(daysBefore({ from, to })).toEqual({ from: before, to: from });
  });
});
