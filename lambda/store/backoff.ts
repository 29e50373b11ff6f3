import { setTimeout } from 'node:timers/promises';
import { toStoreError } from './errors.ts';

/** Waits for so many milliseconds; rejects once the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>;

const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 640;

/**
 * A pause of random length, longer with each conflict: without it, writers of one item would keep in step. It comes
 * before the item is read again, not between reading and writing, where it would make the next conflict certain.
 *
 * @param conflicts - so far; no pause for 0
 * @param sleep - default: by the system's clock
 * @throws StoreUnavailableError when aborted
 */
export async function backoff(conflicts: number, signal: AbortSignal, sleep: Sleep = sleepOnClock): Promise<void> {
  if (conflicts === 0) return;
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** conflicts, MAX_PAUSE_MS);
  try {
    await sleep(Math.random() * longest, signal);
  } catch (error) {
    throw toStoreError(error);
  }
}

function sleepOnClock(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal });
}
