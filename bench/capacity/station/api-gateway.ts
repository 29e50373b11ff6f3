import type { CapacitySettings } from '../settings.ts';
import type { LimitName } from '../tally.ts';
import { TokenBucket } from '../token-bucket.ts';

type Throttle = Pick<CapacitySettings, 'throttleRate' | 'throttleBurst' | 'accountRate' | 'accountBurst'>;

/** API Gateway: the token bucket of the account, and that of the stage. */
export class ApiGateway {
  readonly #account: TokenBucket;
  readonly #stage: TokenBucket;

  constructor({ throttleRate, throttleBurst, accountRate, accountBurst }: Throttle) {
    this.#account = new TokenBucket(accountRate, accountBurst);
    this.#stage = new TokenBucket(throttleRate, throttleBurst);
  }

  /** The limit that refuses a request with 429; undefined if it passes. */
  refusal(now: number): LimitName | undefined {
    if (!this.#account.has(1, now)) return 'API Gateway: rate of the account';
    if (!this.#stage.take(1, now)) return 'API Gateway: throttle of the stage';
    this.#account.take(1, now);
    return undefined;
  }
}
