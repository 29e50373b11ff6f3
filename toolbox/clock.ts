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
