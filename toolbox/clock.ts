import { setTimeout } from 'node:timers/promises';

/** The clock of the sender. */
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
