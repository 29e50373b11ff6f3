/** The store failed, but a retry may succeed: time-out, throttling, network, a missing permission or table. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** The store will never accept it: the item exceeds DynamoDB's 400 KB, or our code has a defect. */
export class NotStorableError extends Error {
  override readonly name = 'NotStorableError';
}

const NEVER_STORABLE: ReadonlySet<string> = new Set(['ValidationException', 'SerializationException']);

/** Converts the error of a request. */
export function toStoreError(error: unknown): StoreUnavailableError | NotStorableError {
  // Only the name is copied: messages of the SDK may quote what was sent
  const name = error instanceof Error ? error.name : 'unknown';
  return NEVER_STORABLE.has(name)
    ? new NotStorableError(name, { cause: error })
    : new StoreUnavailableError(name, { cause: error });
}
