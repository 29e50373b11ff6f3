import { setTimeout } from 'node:timers/promises';
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';

export interface RetryPolicy {
  /**
   * Whether a throttled request is retried. Default: false, so that the caller uses the fallback queue immediately. The
   * pauses that throttling needs would hold a container for seconds.
   */
  readonly retryThrottling?: boolean | undefined;
}

/** A healthy DynamoDB answers within tens of milliseconds. After two failures the queue is the better place. */
const MAX_ATTEMPTS = 2;
/** Throttling lasts longer than other faults. */
const MAX_ATTEMPTS_IF_THROTTLED = 5;
const FIRST_PAUSE_MS = 50;

/**
 * Sends a request and retries it after a transient error. No attempt starts after the signal aborts. The running attempt
 * may still be applied, as after any time-out.
 *
 * It replaces the SDK's retries and `abortSignal`, because `cacheMiddleware` has no effect on requests with options: the
 * client composes its middleware again for each of them.
 *
 * @param send - makes one attempt; the client must not retry (`maxAttempts: 1`)
 * @throws the signal's reason, or the error of the last attempt
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

/** Settles like the promise, or rejects with the signal's reason once it aborts. */
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
