/** The store did not take it now, but may take it later: time-out, throttling, network, a missing right or table. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The store will never take it: say, an item that has outgrown DynamoDB's 400 KB. */
export class NotStorable extends Error {
  override readonly name = 'NotStorable';
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
      ? new NotStorable(name, { cause: error })
      : new StoreUnavailable(name, { cause: error });
  }
}
