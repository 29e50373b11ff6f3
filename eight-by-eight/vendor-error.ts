/**
 * A call to the vendor's API failed. The message is for users: what was refused, and what to do. It may quote the
 * vendor, so print it through a function that neutralises control characters. It never holds a credential.
 */
export class VendorError extends Error {
  override readonly name = 'VendorError';
}
