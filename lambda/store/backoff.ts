import { setTimeout } from 'node:timers/promises';
import { toStoreError } from './errors.ts';

/** Waits for a number of milliseconds. Rejects once the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>;

const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 640;

/**
 * Pauses for a random time that grows with each conflict, so that concurrent writers of an item do not stay in step. Call
 * it before the item is read again: a pause between read and write would cause the next conflict.
 *
 * @param conflicts - the number so far; no pause for 0
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
