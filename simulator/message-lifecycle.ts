/** A body as the vendor posts it. */
export interface Body {
  readonly contentType: string;
  readonly body: string;
  /** When the vendor has it to post, in milliseconds from the beginning of all lives. */
  readonly at: number;
}

/** The receipts of one message, in the order in which they come about. */
export interface MessageLifecycle {
  readonly umid: string;
  readonly bodies: readonly Body[];
}
