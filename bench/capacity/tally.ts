/** A limit that can refuse a post or throttle a write. */
export type LimitName =
  | 'API Gateway: rate of the account'
  | 'API Gateway: throttle of the stage'
  | 'Lambda: concurrency'
  | 'Lambda: requests a second'
  | 'Lambda: scaling rate'
  | 'DynamoDB: hangs'
  | 'DynamoDB: throttles everything'
  | `DynamoDB: write units of ${string}`
  | 'DynamoDB: hot key of byBatchId';

/** How often a limit was reached, and when first. */
export interface LimitCount {
  readonly limit: LimitName;
  readonly firstAtMs: number;
  readonly count: number;
}

/** Counts what happens in a run. */
export class Tally {
  readonly counts = {
    /** Posts of the vendor, retries included. */
    posts: 0,
    /** Receipts answered 200. */
    recorded: 0,
    /** Receipts answered 202. */
    queued: 0,
    /** Posts that were refused: 429, 5xx. */
    refused: 0,
    /** Receipts that were posted more than once. */
    retried: 0,
    /** Receipts that the vendor dropped. */
    lost: 0,
  };
  readonly #limits = new Map<LimitName, { readonly limit: LimitName; readonly firstAtMs: number; count: number }>();

  /** Counts a limit that refused a post or because of which a receipt was queued. */
  countLimit(limit: LimitName, now: number): void {
    const counted = this.#limits.get(limit);
    if (counted) counted.count += 1;
    else this.#limits.set(limit, { limit, firstAtMs: now, count: 1 });
  }

  /** In the order in which they were reached. */
  get limits(): LimitCount[] {
    return [...this.#limits.values()];
  }
}
