import type { Refusal, VendorCall } from './vendor-api.ts';
import { VendorError } from './vendor-error.ts';

/** The vendor accepts one such call a second for each sub-account (8x8 Connect documentation, SMS API). */
export const CALLS_PER_SECOND = 1;

/** The vendor limits the rate of requests. */
export class RateLimitError extends VendorError {
  override readonly name = 'RateLimitError';
  /** Seconds to wait. */
  readonly retryAfter: number;

  constructor({ status, code, retryAfter = 1 }: Refusal) {
    super('8x8 limits the rate of requests (429).', { status, code });
    this.retryAfter = retryAfter;
  }
}

/**
 * Asks the vendor to remove the phone number and the text of a message from its database. It does so soon after. Returns
 * false if the vendor does not know the message, or has removed it already.
 *
 * @throws RateLimitError, VendorError
 */
export async function removePersonalData(call: VendorCall, subAccountId: string, umid: string): Promise<boolean> {
  const path = `/api/v1/subaccounts/${encodeURIComponent(subAccountId)}/messages/${encodeURIComponent(umid)}/pii`;
  const notFound = new VendorError('not found', { status: 404 });
  try {
    await call({
      method: 'DELETE',
      path,
      explain: (refusal) => {
        if (refusal.status === 429) return new RateLimitError(refusal);
        return refusal.status === 404 ? notFound : undefined;
      },
    });
    return true;
  } catch (error) {
    if (error === notFound) return false;
    throw error;
  }
}
