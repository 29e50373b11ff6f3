/**
 * Starts something, and waits for it no longer than until the signal aborts. What was sent by then may still be
 * applied, as after any time-out.
 *
 * Not by the `abortSignal` of the SDK: with options of its own for a request, a client composes its middleware anew
 * for each, which `cacheMiddleware` saves.
 *
 * @throws the reason of the signal
 */
export async function unlessAborted<T>(signal: AbortSignal, start: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    start()
      .finally(() => signal.removeEventListener('abort', abort))
      .then(resolve, reject);
  });
}
