import { setTimeout } from 'node:timers/promises';

/** Time as the sender knows it. */
export interface Clock {
  /** Milliseconds from some moment. */
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

/**
 * A clock on which time passes faster than it does.
 *
 * @param factor - milliseconds of the clock in a real one; 1 for real time
 */
export function clockOf(factor = 1): Clock {
  return {
    now: () => performance.now() * factor,
    sleep: (ms) => setTimeout(ms / factor),
  };
}
