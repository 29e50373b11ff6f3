import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { withDeadline } from '../../../lambda/handlers/deadline.ts';

describe('within a time', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('a task may end, which leaves no timer behind and aborts nothing', async () => {
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

  test('a task may fail, which leaves no timer behind either', async () => {
    const failure = new Error('of the task');
    await expect(withDeadline(5_000, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('else it is aborted, as by a time-out', async () => {
    const late = withDeadline(5_000, (signal) => setTimeout(60_000, undefined, { signal }));
    const told = expect(late).rejects.toMatchObject({ name: 'AbortError', cause: { name: 'TimeoutError' } });
    await jest.advanceTimersByTimeAsync(5_000);
    await told;
  });
});
