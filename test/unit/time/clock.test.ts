import { getEventListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { abortable, steadyClock, withDeadline } from '../../../lambda/time/clock.ts';

describe('a task with a deadline', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('leaves no timer and no aborted signal if it ends in time', async () => {
    let signal: AbortSignal | undefined;
    const ended = withDeadline(5_000, async (until) => {
      signal = until;
      expect(jest.getTimerCount()).toBe(1);
      return 'done';
    });
    expect(await ended).toBe('done');
    expect(jest.getTimerCount()).toBe(0);
    expect(signal?.aborted).toBe(false);
  });

  test('leaves no timer if it fails in time', async () => {
    const failure = new Error('of the task');
    await expect(withDeadline(5_000, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('is aborted after the deadline, with a time-out as the cause', async () => {
    const late = withDeadline(5_000, (signal) => setTimeout(60_000, undefined, { signal }));
    const expectAbort = expect(late).rejects.toMatchObject({ name: 'AbortError', cause: { name: 'TimeoutError' } });
    await jest.advanceTimersByTimeAsync(5_000);
    await expectAbort;
  });
});

test('a promise that is abortable ends with the reason of an aborted signal, and leaves no listener', async () => {
  const { signal } = new AbortController();
  expect(await abortable(signal, Promise.resolve('done'))).toBe('done');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  const reason = new Error('too late');
  await expect(abortable(AbortSignal.abort(reason), new Promise(() => undefined))).rejects.toBe(reason);
});

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
