import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 200;

/**
 * Returns the first value of the probe that is good.
 *
 * @throws Error with the last value if none is good in time
 */
export async function eventually<T>(
  probe: () => Promise<T>,
  isGood: (value: T) => boolean,
  timeoutMs = 120_000,
): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (;;) {
    const value = await probe();
    if (isGood(value)) return value;
    if (signal.aborted) throw new Error(`Not within ${timeoutMs / 1000} s; last value: ${JSON.stringify(value)}`);
    await delay(POLL_MS);
  }
}
