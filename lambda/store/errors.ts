/** The store did not take it now, but may later: time-out, throttling, network, a missing permission or table. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** The store will never take it: an item that has outgrown DynamoDB's 400 KB, or a defect of our own code. */
export class NotStorableError extends Error {
  override readonly name = 'NotStorableError';
}

const NEVER_STORABLE: ReadonlySet<string> = new Set(['ValidationException', 'SerializationException']);

/** What the failure of a request means to the caller. */
export function toStoreError(error: unknown): StoreUnavailableError | NotStorableError {
  // The cause is kept for its name alone: messages of the SDK may quote what was sent
  const name = error instanceof Error ? error.name : 'unknown';
  return NEVER_STORABLE.has(name)
    ? new NotStorableError(name, { cause: error })
    : new StoreUnavailableError(name, { cause: error });
}

/**
 * Runs a store operation whose requests fail by {@link toStoreError}. Whatever else fails is our own code, and would
 * fail again: to try later would be useless.
 *
 * @throws StoreUnavailableError, NotStorableError
 */
export async function asStoreErrors<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof StoreUnavailableError || error instanceof NotStorableError) throw error;
    throw new NotStorableError(error instanceof Error ? error.name : 'unknown', { cause: error });
  }
}
