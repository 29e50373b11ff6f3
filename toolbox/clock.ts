import { setTimeout } from 'node:timers/promises';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A clock that a test can replace. */
export interface Clock {
  /** Milliseconds since an arbitrary start. */
  now(): number;
  /** @param signal - ends the sleep early once it is aborted */
  sleep(ms: number, signal?: AbortSignal): Promise<unknown>;
}

/**
 * Creates a clock that can run faster than real time.
 *
 * @param factor - milliseconds of this clock per real millisecond. Default: 1
 */
export function createClock(factor = 1): Clock {
  return {
    now: () => performance.now() * factor,
    sleep: (ms, signal) => setTimeout(ms / factor, undefined, signal && { signal }).catch(() => undefined),
  };
}

/** Asks until there is an answer, with a pause before each further question. Undefined if there is none in time. */
export async function poll<T>(
  ask: () => Promise<T | undefined>,
  { pauseMs, timeoutMs, clock = createClock() }: { pauseMs: number; timeoutMs: number; clock?: Clock },
): Promise<T | undefined> {
  const deadline = clock.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || clock.now() > deadline) return answer;
    await clock.sleep(pauseMs);
  }
}
