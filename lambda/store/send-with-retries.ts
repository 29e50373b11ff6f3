import { setTimeout } from 'node:timers/promises';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';

export interface RetryPolicy {
  /**
   * Whether a throttled request is retried. Default: false, so that the caller can turn to the fallback queue at once;
   * the pauses that throttling needs would hold a container for seconds.
   */
  readonly retryThrottling?: boolean | undefined;
}

/** A healthy DynamoDB answers within tens of milliseconds: what fails twice is better held by the queue. */
const MAX_ATTEMPTS = 2;
/** Throttling passes more slowly than other faults. */
const MAX_ATTEMPTS_IF_THROTTLED = 5;
const FIRST_PAUSE_MS = 50;

/**
 * Sends a request, again where it failed for a reason that passes, and gives up when the signal aborts: no attempt
 * starts after that. The attempt under way may still be applied, as after any time-out.
 *
 * Not by the SDK's retries and `abortSignal`: a client composes its middleware anew for each request that has options,
 * and `cacheMiddleware` saves that.
 *
 * @param send - makes one attempt; the client must not retry (`maxAttempts: 1`)
 * @throws the reason of the signal, or what the last attempt threw
 */
export async function sendWithRetries<T>(
  signal: AbortSignal,
  send: () => Promise<T>,
  { retryThrottling = false }: RetryPolicy = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await unlessAborted(signal, send());
    } catch (error) {
      if (signal.aborted || attempt >= maxAttempts(error as SdkError, retryThrottling)) throw error;
    }
    await setTimeout(Math.random() * FIRST_PAUSE_MS * 2 ** attempt, undefined, { signal });
  }
}

/** Settles as the promise does, or rejects with the reason of the signal once that aborts. */
export async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function maxAttempts(error: SdkError, retryThrottling: boolean): number {
  if (isThrottlingError(error)) return retryThrottling ? MAX_ATTEMPTS_IF_THROTTLED : 1;
  return isTransientError(error) || isServerError(error) ? MAX_ATTEMPTS : 1;
}
