/** A limit that can refuse a post or throttle a write. */
export type LimitName =
  | 'API Gateway: rate of the account'
  | 'API Gateway: throttle of the stage'
  | 'Lambda: concurrency'
  | 'Lambda: requests a second'
  | 'Lambda: scaling rate'
  | 'DynamoDB: hangs'
  | 'DynamoDB: throttles everything'
  | 'DynamoDB: write units of the table'
  | `DynamoDB: write units of ${string}`
  | 'DynamoDB: hot key of byBatchId';

/** How often a limit was reached, and when first. */
export interface LimitCount {
  readonly limit: LimitName;
  readonly firstAtMs: number;
  readonly count: number;
}

/** One second of a run. */
export interface Second {
  /** Posts of the vendor, retries included. */
  posts: number;
  /** Receipts answered 200 and 202. */
  recorded: number;
  queued: number;
  /** Posts that were refused. */
  refused: number;
  lost: number;
  /** Receipts that reached the table, from the function or from the queue. */
  inTable: number;
  /** Bodies in the fallback queue at the end of the second. */
  waiting: number;
}

/** Counts what happens in a run. */
export class Tally {
  readonly seconds: Second[] = [];
  readonly #limits = new Map<LimitName, { firstAtMs: number; count: number }>();
  posts = 0;
  recorded = 0;
  queued = 0;
  refused = 0;
  lost = 0;
  /** Receipts that needed a retry. */
  retried = 0;

  count(what: 'posts' | 'recorded' | 'queued' | 'refused' | 'lost', now: number): void {
    this[what] += 1;
    this.second(now)[what] += 1;
  }

  /** Counts a limit that refused a post or because of which a receipt was queued. */
  countLimit(limit: LimitName, now: number): void {
    const counted = this.#limits.get(limit);
    if (counted) counted.count += 1;
    else this.#limits.set(limit, { firstAtMs: now, count: 1 });
  }

  /** In the order in which they were reached. */
  get limits(): LimitCount[] {
    return [...this.#limits]
      .map(([limit, counted]) => ({ limit, ...counted }))
      .sort((a, b) => a.firstAtMs - b.firstAtMs);
  }

  /** The second of a time. Creates it and the seconds before it if they are missing. */
  second(now: number): Second {
    const index = Math.floor(now / 1000);
    while (this.seconds.length <= index) {
      const waiting = this.seconds.at(-1)?.waiting ?? 0;
      this.seconds.push({ posts: 0, recorded: 0, queued: 0, refused: 0, lost: 0, inTable: 0, waiting });
    }
    return this.seconds[index] as Second;
  }
}
