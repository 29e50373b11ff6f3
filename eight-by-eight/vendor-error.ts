/**
 * A call to the vendor's API failed. The message is for users: what was refused and what to do. It may quote the vendor, so
 * escape control characters before you print it. It never contains a credential.
 */
export class VendorError extends Error {
  override readonly name: string = 'VendorError';
  /** HTTP status of the answer; undefined if there was none. */
  readonly status: number | undefined;
  /** The vendor's error code, if there was one. */
  readonly code: number | undefined;

  constructor(message: string, { status, code }: { status?: number; code?: number | undefined } = {}) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
