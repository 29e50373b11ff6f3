import type { ValidationIssue } from '../../lambda/receipt/validation-issue.ts';
import type { SetAsideReason } from '../../lambda/store/set-aside-store.ts';

/** An item of the set-aside table, as the store writes it. */
export interface SetAsideItem {
  /** SHA-256 of the body, in hexadecimal. */
  readonly id: string;
  readonly reason: SetAsideReason;
  readonly problems?: readonly ValidationIssue[];
  /** Bytes where it is no UTF-8. */
  readonly body: string | Uint8Array;
  readonly contentType?: string | null;
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
  /** How often it came. */
  readonly count: number;
  readonly expiresAt?: number;
}

/** What a list shows of it. */
export type SetAsideEntry = Omit<SetAsideItem, 'body'>;

export const REASONS = ['other_webhook', 'invalid', 'not_storable'] as const satisfies readonly SetAsideReason[];

/** The bytes that were received. */
export function bytesOf({ body }: Pick<SetAsideItem, 'body'>): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body;
}
