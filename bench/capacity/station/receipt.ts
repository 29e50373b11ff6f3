/** A receipt on its way. */
export interface Receipt {
  /** Batch of its message; undefined for a message that was sent alone. */
  readonly batch: number | undefined;
  /** The first of its message: it is new in every index. */
  readonly first: boolean;
  /** When the vendor posted it first, in milliseconds. */
  readonly postedAt: number;
  /** Posts so far. */
  tries: number;
}
