/** A body as the vendor posts it. */
export interface Body {
  readonly contentType: string;
  readonly body: string;
  /** When the vendor first posts it, in milliseconds since the start of the simulation. */
  readonly at: number;
}

/** The receipts of one message, in the order in which they are created. */
export interface MessageLifecycle {
  readonly umid: string;
  readonly bodies: readonly Body[];
}
