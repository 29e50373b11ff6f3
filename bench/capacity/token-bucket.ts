/** The token bucket of a throttle: it holds up to `burst` tokens, and `rate` more come each second. */
export class TokenBucket {
  #tokens: number;
  #filledAt: number;
  #rate: number;
  #burst: number;

  /**
   * @param rate - tokens a second
   * @param burst - maximum and initial number of tokens
   * @param now - time in milliseconds
   */
  constructor(rate: number, burst: number, now = 0) {
    this.#rate = rate;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filledAt = now;
  }

  has(count: number, now: number): boolean {
    this.#fill(now);
    // Tolerates rounding errors of fractions
    return this.#tokens >= count - 1e-9;
  }

  /** Takes the tokens if there are enough. Returns whether it did. */
  take(count: number, now: number): boolean {
    if (!this.has(count, now)) return false;
    this.#tokens -= count;
    return true;
  }

  /** Makes the bucket one that gets as many tokens a second as it holds. It gets the additional tokens immediately. */
  grow(size: number, now: number): void {
    this.#fill(now);
    this.#tokens += size - this.#burst;
    this.#rate = size;
    this.#burst = size;
  }

  #fill(now: number): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) * this.#rate) / 1000);
    this.#filledAt = now;
  }
}
