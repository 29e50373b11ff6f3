/** Any JSON value, as the vendor may send it in a field that the receiver does not know. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** One status in the history of an item. */
export interface ReceiptItemStatus {
  readonly state: string;
  readonly detail?: string;
  /** The vendor's clock: UTC, ISO 8601, at the precision it came with. */
  readonly timestamp: string;
  readonly errorCode?: number;
  readonly errorMessage?: string;
  readonly price?: { readonly total?: number; readonly perSms?: number; readonly currency?: string };
  readonly smsCount?: number;
  /** Our clock, ISO 8601 with milliseconds. */
  readonly receivedAt: string;
  /** `version` of the vendor's envelope. */
  readonly formatVersion?: number;
  /** Fields of its receipt that the receiver does not know, never the text of the message. */
  readonly extra?: Readonly<Record<string, Json>>;
  /** Those that cannot be stored as a map, as JSON text; ends in `…` where it was cut. */
  readonly extraText?: string;
  /** Where the status was read from the vendor's log of messages instead of a receipt. */
  readonly origin?: 'vendor_log';
}

/**
 * An item of the receipts table, one per message: what the store writes and every reader relies on. The names are
 * fixed; `docs/design.md` gives the meaning of each.
 */
export interface ReceiptItem {
  /** The vendor's id of the message, in lower case. */
  readonly umid: string;
  readonly state: string;
  readonly detail?: string;
  /** The vendor's clock: UTC, ISO 8601, at the precision it came with. */
  readonly statusTimestamp: string;
  readonly errorCode?: number;
  readonly errorMessage?: string;
  /** The vendor's words for the error code; absent for 0, which is "no error". */
  readonly errorReason?: string;
  /** Whether the current status ends the life of the message. */
  readonly terminal: boolean;
  readonly batchId?: string;
  readonly clientMessageId?: string;
  readonly clientBatchId?: string;
  readonly subAccountId?: string;
  readonly source?: string;
  readonly destination?: string;
  /** Number of SMS segments. */
  readonly smsCount?: number;
  readonly priceTotal?: number;
  readonly pricePerSms?: number;
  /** ISO 4217. */
  readonly priceCurrency?: string;
  /** Every distinct status, ascending. */
  readonly history: readonly ReceiptItemStatus[];
  /** Of the current status, as the following two. */
  readonly formatVersion?: number;
  readonly extra?: Readonly<Record<string, Json>>;
  readonly extraText?: string;
  /** Our clock, ISO 8601 with milliseconds. */
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
  /** TTL, epoch seconds; never moves backwards. */
  readonly expiresAt: number;
  /**
   * For the receiver itself: the place of the current status in the order, as text; begins with `~` where the history
   * has an entry of the vendor's log.
   */
  readonly statusOrder: string;
  /** For the receiver itself: the number of writes. */
  readonly version: number;
}
