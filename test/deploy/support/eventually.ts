import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 200;

/**
 * What the probe gives as soon as it is good.
 *
 * @throws Error with what the probe gave last, where it is not good within that time
 */
export async function eventually<T>(
  probe: () => Promise<T>,
  isGood: (value: T) => boolean,
  timeoutMs = 60_000,
): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (;;) {
    const value = await probe();
    if (isGood(value)) return value;
    if (signal.aborted) throw new Error(`Not within ${timeoutMs / 1000} s; at last: ${JSON.stringify(value)}`);
    await delay(POLL_MS);
  }
}
