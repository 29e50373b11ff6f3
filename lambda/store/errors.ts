/** The store did not take it now, but may take it later: time-out, throttling, network, a missing right or table. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** The store will never take it: say, an item that has outgrown DynamoDB's 400 KB. */
export class NotStorableError extends Error {
  override readonly name = 'NotStorableError';
}

const NEVER_STORABLE: ReadonlySet<string> = new Set(['ValidationException', 'SerializationException']);

/** Runs a store operation, its failure told as one of the two kinds that a caller can act on. */
export async function asStoreErrors<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    // The cause is kept for its name alone: messages of the SDK may quote what was sent
    const name = error instanceof Error ? error.name : 'unknown';
    throw NEVER_STORABLE.has(name)
      ? new NotStorableError(name, { cause: error })
      : new StoreUnavailableError(name, { cause: error });
  }
}
