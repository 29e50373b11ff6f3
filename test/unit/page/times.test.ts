import { describe, expect, test } from '@jest/globals';
import { isTimeZone, timesIn } from '../../../page/views/times.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const text = (zone: string, iso: string) => `${timesIn(zone, NOW).at(iso)}`;

describe('a time', () => {
  test.each([
    ['UTC', '2026-11-27T10:41:07.129Z', '27 Nov 2026, 10:41:07'],
    ['Asia/Manila', '2026-11-27T10:41:07.129Z', '27 Nov 2026, 18:41:07'],
    ['America/New_York', '2026-07-01T00:30:00Z', '30 Jun 2026, 20:30:00'],
    ['Europe/London', '2026-09-05T23:30:00Z', '6 Sep 2026, 00:30:00'],
    ['UTC', '2026-11-27T00:00:00Z', '27 Nov 2026, 00:00:00'],
  ])('in %s of %s is %s', (zone, iso, expected) => {
    expect(text(zone, iso)).toContain(`>${expected}</time>`);
  });

  test('has the exact time in UTC as its tooltip', () => {
    expect(text('Asia/Manila', '2026-11-27T10:41:07.1293456Z')).toContain('title="2026-11-27 10:41:07.1293456 UTC"');
  });

  test('that is none stays as it is', () => {
    expect(text('UTC', 'soon')).toContain('>soon</time>');
    expect(timesIn('UTC', NOW).at(undefined)).toBeUndefined();
  });
});

test.each([
  ['UTC', 'UTC'],
  ['Asia/Manila', 'Manila (UTC+8)'],
  ['America/New_York', 'New York (UTC-5)'],
  ['America/Argentina/Buenos_Aires', 'Buenos Aires (UTC-3)'],
  ['Asia/Kolkata', 'Kolkata (UTC+5:30)'],
])('the zone %s is shown as %s', (zone, expected) => {
  expect(timesIn(zone, NOW).zoneText).toBe(expected);
});

test('an hour has its day', () => {
  expect(timesIn('Asia/Manila', NOW).span(NOW.getTime())).toBe('27 Nov 2026, 20:00 to 21:00');
});

test.each([
  ['Asia/Manila', true],
  ['UTC', true],
  ['Mars/Base', false],
  ['', false],
  ['<script>', false],
])('%j is a time zone: %p', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected);
});
