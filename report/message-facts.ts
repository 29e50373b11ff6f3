/** What a report needs to know of one message, whichever source it comes from. */
export interface MessageFacts {
  /**
   * UTC, ISO 8601 with milliseconds: when the first receipt arrived, by our clock. In the vendor's log: when the message was
   * created.
   */
  readonly firstReceivedAt: string;
  readonly state: string;
  readonly detail?: string | undefined;
  /** ISO 3166 code of two letters, or `unknown` for a short code and an unknown number. */
  readonly country: string;
  /** `mcc-mnc`. Only the vendor's log has it, and items that were reconciled. */
  readonly operator?: string | undefined;
  readonly subAccountId?: string | undefined;
  readonly source?: string | undefined;
  readonly batchId?: string | undefined;
  /** The vendor's number for why the message failed; 0 is "no error", as if it were absent. */
  readonly errorCode?: number | undefined;
  readonly segments?: number | undefined;
  /** As a decimal number. */
  readonly price?: string | undefined;
  /** ISO 4217. */
  readonly currency?: string | undefined;
  /** Time to delivery in milliseconds, by the vendor's clock. */
  readonly deliveryMs?: number | undefined;
}
