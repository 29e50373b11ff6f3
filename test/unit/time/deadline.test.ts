import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { withDeadline } from '../../../lambda/time/clock.ts';

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
