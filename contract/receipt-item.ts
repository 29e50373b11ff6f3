/** Any JSON value, as the vendor may send it in a field that the receiver does not know. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** One status in the history of an item. */
export interface ReceiptItemStatus {
  readonly state: string;
  readonly detail?: string;
  /** The vendor's clock: UTC, ISO 8601, at its original precision. */
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
  /** Fields that cannot be stored as a map, as JSON text. Ends in `…` if it was cut. */
  readonly extraText?: string;
  /** Present if the status is from the vendor's log of messages, not from a receipt. */
  readonly origin?: 'vendor_log';
}

/**
 * An item of the receipts table, one per message. Do not change the names: readers rely on them. `docs/design.md`
 * explains each.
 */
export interface ReceiptItem {
  /** The vendor's id of the message, in lower case. */
  readonly umid: string;
  readonly state: string;
  readonly detail?: string;
  /** The vendor's clock: UTC, ISO 8601, at its original precision. */
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
  /** Of the current status, like the following two attributes. */
  readonly formatVersion?: number;
  readonly extra?: Readonly<Record<string, Json>>;
  readonly extraText?: string;
  /** Our clock, ISO 8601 with milliseconds. */
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
  /** TTL, epoch seconds; never moves backwards. */
  readonly expiresAt: number;
  /**
   * Internal: the sort key of the current status. Begins with `~` if the history has an entry of the vendor's log.
   */
  readonly statusOrder: string;
  /** Internal: the number of writes. */
  readonly version: number;
}
