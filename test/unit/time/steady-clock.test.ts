import { expect, test } from '@jest/globals';
import { steadyClock } from '../../../lambda/time/clock.ts';

test.each<[name: string, readings: [wall: number, monotonic: number][], times: number[]]>([
  [
    'follows the system',
    [
      [1_000, 0],
      [1_500, 500],
      [2_000, 1_000],
    ],
    [1_500, 2_000],
  ],
  [
    'goes on when the system is set back',
    [
      [1_000, 0],
      [400, 500],
      [900, 1_000],
    ],
    [1_500, 2_000],
  ],
  [
    'jumps when the system is set forward',
    [
      [1_000, 0],
      [9_000, 500],
    ],
    [9_000],
  ],
  [
    'counts the time of a freeze, in which the monotonic clock stands still',
    [
      [1_000, 0],
      [61_000, 10],
    ],
    [61_000],
  ],
  [
    'follows the system again once that has caught up',
    [
      [1_000, 0],
      [400, 500],
      [3_000, 600],
    ],
    [1_500, 3_000],
  ],
])('a steady clock %s', (_, readings, times) => {
  let at = 0;
  const reading = (which: 0 | 1) => () => readings[at]?.[which] ?? Number.NaN;
  const now = steadyClock(reading(0), reading(1));
  expect(
    times.map(() => {
      at += 1;
      return now();
    }),
  ).toEqual(times);
});
