import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

const signals = new WeakMap<object, AbortSignal>();

/**
 * Sends a command, and gives up when the signal aborts: nothing is waited for any more, and the client makes no further
 * attempt. The attempt that is under way may still be applied, as after any time-out.
 *
 * Not by the SDK's own `abortSignal`: for a request with options of its own a client composes its middleware anew,
 * which `cacheMiddleware` saves.
 *
 * @param send - sends the command, by a client that {@link abortAttempts} has changed
 * @throws the reason of the signal, or what sending throws
 */
export async function unlessAborted<T>(
  signal: AbortSignal,
  command: { readonly input: object },
  send: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  signals.set(command.input, signal);
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    send()
      .finally(() => signal.removeEventListener('abort', abort))
      .then(resolve, reject);
  });
}

/** Has a client make no attempt for a command whose signal has aborted. */
export function abortAttempts({ middlewareStack }: Pick<DynamoDBClient, 'middlewareStack'>): void {
  middlewareStack.add(
    (next) => async (args) => {
      // Not the reason of the signal: the SDK takes a time-out for a fault that passes, and tries again
      if (signals.get(args.input)?.aborted) throw new DOMException('The time is over.', 'AbortError');
      return next(args);
    },
    // Inside the retries
    { step: 'finalizeRequest', priority: 'low', name: 'abortAttempts' },
  );
}
