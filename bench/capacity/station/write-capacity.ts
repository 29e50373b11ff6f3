import type { LimitValues } from '../limits.ts';
import { TokenBucket } from '../token-bucket.ts';

const MINUTE_MS = 60_000;

/** The write capacity of an on-demand table or index. It grows with the load of more than 30 minutes ago. */
export class WriteCapacity {
  readonly #quota: number;
  readonly #limits: LimitValues;
  readonly #bucket: TokenBucket;
  #rate: number;
  /** Units taken in each minute. */
  readonly #taken: number[] = [];

  /**
   * @param warm - write units a second at the beginning
   * @param quota - write units a second at most
   */
  constructor(warm: number, quota: number, limits: LimitValues) {
    this.#quota = quota;
    this.#limits = limits;
    this.#rate = Math.min(warm, quota);
    // One second of capacity: AWS does not promise more for bursts
    this.#bucket = new TokenBucket(this.#rate, this.#rate);
  }

  has(units: number, now: number): boolean {
    this.#grow(now);
    return this.#bucket.has(units, now);
  }

  take(units: number, now: number): void {
    this.#grow(now);
    this.#bucket.take(units, now);
    const minute = this.#taken.length - 1;
    this.#taken[minute] = (this.#taken[minute] ?? 0) + units;
  }

  #grow(now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    while (this.#taken.length <= minute) {
      this.#taken.push(0);
      const peak = ((this.#taken.at(-1 - this.#limits.dynamoDbGrowthAfterMinutes) ?? 0) * 1000) / MINUTE_MS;
      const grown = Math.min(this.#limits.dynamoDbGrowth * peak, this.#quota);
      if (grown <= this.#rate) continue;
      this.#rate = grown;
      this.#bucket.grow(grown, now);
    }
  }
}
