import { describe, expect, test } from '@jest/globals';
import { type MetricSeries, minutesInAlarm } from '../support/alarm-states.ts';
import { EVERY_ALARM } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { alarmsOf } from '../support/template.ts';

const DAY = 24 * 60;
/** Minutes in which all messages finish, if they do. */
const USUAL = Number(EVERY_ALARM.stalledDeliveryMinutes);
const alarm = (name: string, settings: Record<string, unknown> = {}) =>
  alarmsOf(synthesize({ ...EVERY_ALARM, ...settings }).template).get(name) ?? {};

interface Traffic {
  /** Messages that are sent in a minute. */
  readonly sent: (minute: number) => number;
  /** The share of those that finish. Default: all. */
  readonly finished?: (minute: number) => number;
  /** The share of these that are delivered. Default: 0.95. */
  readonly delivered?: (minute: number) => number;
}

/** A day of receipts: `sent` at once, half of the final statuses after a minute, and half after the usual time. */
function receiptsOf({ sent, finished = () => 1, delivered = () => 0.95 }: Traffic): MetricSeries {
  const minutes = Array.from({ length: DAY }, (_, minute) => minute);
  const finalAt = (minute: number) => {
    const halves = [1, USUAL].map((delay) => minute - delay).filter((at) => at >= 0);
    const counts = halves.map((at) => ({ at, count: (sent(at) * finished(at)) / 2 }));
    const count = counts.reduce((total, half) => total + half.count, 0);
    return count === 0
      ? undefined
      : { count, sum: counts.reduce((total, half) => total + half.count * delivered(half.at), 0) };
  };
  return { 'receipts sent': minutes.map((minute) => sent(minute) || undefined), delivered: minutes.map(finalAt) };
}

const STOP = 12 * 60;
const until = (end: number, before: number, after: number) => (minute: number) => (minute < end ? before : after);
const during =
  (from: number, to: number, value: number, otherwise = 0) =>
  (minute: number) =>
    minute >= from && minute < to ? value : otherwise;

/** Nothing to do: neither alarm goes off. */
const HARMLESS: Readonly<Record<string, Traffic>> = {
  'an even day': { sent: () => 50 },
  'a quiet night in which no message finishes': { sent: (minute) => (minute % 20 === 0 ? 1 : 0), finished: () => 0 },
  'a quiet night in which no message is delivered': {
    sent: (minute) => (minute % 20 === 0 ? 1 : 0),
    delivered: () => 0,
  },
  'no message at all': { sent: () => 0 },
  'a campaign of 5 minutes in the night': { sent: during(STOP, STOP + 5, 5_000) },
  'a campaign of 15 minutes': { sent: during(STOP, STOP + 15, 5_000, 5) },
  'a campaign of 3 hours': { sent: during(STOP, STOP + 180, 5_000, 5) },
  'a morning': { sent: (minute) => 5 * 2 ** Math.min(6, minute / 60) },
  'countries that never confirm: 40 % of the messages': { sent: () => 50, finished: () => 0.6 },
};

/** The first minute in which an alarm is on, from the stop on; undefined if it never is. */
const firstAfterStop = (properties: object, traffic: Traffic) => {
  const [first] = minutesInAlarm(properties, receiptsOf(traffic));
  return first === undefined ? undefined : first - STOP;
};

describe.each(Object.entries(HARMLESS))('%s', (_, traffic) => {
  test.each(['stalled-delivery', 'low-delivery-rate'])('does not turn %s on', (name) => {
    expect(minutesInAlarm(alarm(name), receiptsOf(traffic))).toEqual([]);
  });
});

describe('an operator that stops', () => {
  const all: Traffic = { sent: () => 50, finished: until(STOP, 1, 0) };
  const third: Traffic = { sent: () => 50, finished: until(STOP, 1, 0.67) };

  test('turns stalled-delivery on within four usual times, and keeps it on', () => {
    const minutes = minutesInAlarm(alarm('stalled-delivery'), receiptsOf(all));
    expect((minutes[0] ?? DAY) - STOP).toBeLessThanOrEqual(4 * USUAL);
    expect(minutes).toHaveLength(DAY - (minutes[0] ?? 0));
  });

  test('is not seen by low-delivery-rate, which has only messages that finish', () => {
    expect(minutesInAlarm(alarm('low-delivery-rate'), receiptsOf(all))).toEqual([]);
  });

  test.each([
    [{}, undefined],
    [{ stalledDeliveryPercent: 80 }, 3 * USUAL],
  ])(
    'with a third of the messages needs a higher share: with %j the alarm is on after %j minutes, about',
    (settings, after) => {
      const first = firstAfterStop(alarm('stalled-delivery', settings), third);
      if (after === undefined) expect(first).toBeUndefined();
      else expect(Math.abs((first ?? DAY) - after)).toBeLessThanOrEqual(USUAL);
    },
  );
});

test('a bad route that delivers half of the messages turns low-delivery-rate on within the hour, not stalled-delivery', () => {
  const traffic: Traffic = { sent: () => 50, delivered: until(STOP, 0.95, 0.5) };
  const first = firstAfterStop(alarm('low-delivery-rate'), traffic);
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThanOrEqual(60);
  expect(minutesInAlarm(alarm('stalled-delivery'), receiptsOf(traffic))).toEqual([]);
});

describe('the spend of a day', () => {
  test('turns on the alarm of its currency above the amount of any 24 hours, and ends with them', () => {
    const cents = (minute: number) => (minute >= DAY && minute < DAY + 60 ? 2 : 0.01);
    const minutes = Array.from({ length: 3 * DAY }, (_, minute) => minute);
    const series = { 'spend USD': minutes.map(cents), 'spend EUR': minutes.map(() => 0.03) };
    const on = minutesInAlarm(alarm('spend-too-high-USD'), series);
    // 23 hours at 0.01 a minute and 44 minutes at 2 are over 100
    expect([on[0], on.at(-1)]).toEqual([DAY + 43, 2 * DAY + 15]);
    expect(minutesInAlarm(alarm('spend-too-high-EUR'), series)).toEqual([]);
  });
});
