import { setTimeout } from 'node:timers/promises';

/** Time as the sender knows it. */
export interface Clock {
  /** Milliseconds from some moment. */
  now(): number;
  /** @param signal - ends the sleep early once it is aborted */
  sleep(ms: number, signal?: AbortSignal): Promise<unknown>;
}

/**
 * A clock on which time passes faster than it does.
 *
 * @param factor - milliseconds of the clock in a real one; 1 for real time
 */
export function createClock(factor = 1): Clock {
  return {
    now: () => performance.now() * factor,
    sleep: (ms, signal) => setTimeout(ms / factor, undefined, signal && { signal }).catch(() => undefined),
  };
}
