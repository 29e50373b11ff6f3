import { setTimeout } from 'node:timers/promises';
import { toStoreError } from './errors.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 640;

/**
 * A pause of random length, longer with each conflict: without it, writers of one item would keep in step. It comes
 * before the item is read again, not between reading and writing, where it would make the next conflict certain.
 *
 * @param conflicts - so far; no pause for 0
 * @throws StoreUnavailableError when aborted
 */
export async function backoff(conflicts: number, signal: AbortSignal): Promise<void> {
  if (conflicts === 0) return;
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** conflicts, LONGEST_PAUSE_MS);
  try {
    await setTimeout(Math.random() * longest, undefined, { signal });
  } catch (error) {
    throw toStoreError(error);
  }
}
