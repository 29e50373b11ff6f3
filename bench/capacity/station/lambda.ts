import type { LimitValues } from '../limits.ts';
import type { LimitName } from '../tally.ts';
import { TokenBucket } from '../token-bucket.ts';

/** A container with the state of its breaker. */
export interface Container {
  /** Whether it has not served a request yet. */
  cold: boolean;
  /** Consecutive receipts for which DynamoDB hung. */
  hangs: number;
  /** The time of the next probe. */
  probeAt: number;
}

/** The executions of all functions of the account. */
export interface AccountConcurrency {
  readonly limit: number;
  inUse: number;
}

/** The receive function on Lambda: its containers, and the three limits on them. */
export class Lambda {
  readonly #account: AccountConcurrency;
  readonly #most: number;
  readonly #idle: Container[] = [];
  readonly #limits: LimitValues;
  readonly #scaling: TokenBucket;
  readonly #requests = new TokenBucket(0, 0);
  /** Instances that Lambda has allowed so far. Each allows another container, or 10 more requests a second. */
  #instances = 0;
  containers = 0;

  /** @param reserved - maximum executions of this function */
  constructor(account: AccountConcurrency, reserved: number, limits: LimitValues) {
    this.#account = account;
    this.#limits = limits;
    const { lambdaScaling, lambdaScalingPeriodMs } = limits;
    this.#scaling = new TokenBucket((lambdaScaling * 1000) / lambdaScalingPeriodMs, lambdaScaling);
    this.#most = Math.min(account.limit, reserved);
  }

  /** Returns a container for a request, or the limit that throttles it. */
  start(now: number): Container | LimitName {
    if (this.#account.inUse >= this.#account.limit || (this.#idle.length === 0 && this.containers >= this.#most))
      return 'Lambda: concurrency';
    const needsInstance = this.#idle.length === 0 && this.containers >= this.#instances;
    if ((needsInstance || !this.#requests.has(1, now)) && !this.#scale(now)) {
      return this.#instances >= this.#most ? 'Lambda: requests a second' : 'Lambda: scaling rate';
    }
    this.#requests.take(1, now);
    this.#account.inUse += 1;
    return this.#idle.pop() ?? this.#newContainer();
  }

  finish(container: Container): void {
    container.cold = false;
    this.#account.inUse -= 1;
    this.#idle.push(container);
  }

  #newContainer(): Container {
    this.containers += 1;
    return { cold: true, hangs: 0, probeAt: 0 };
  }

  #scale(now: number): boolean {
    if (this.#instances >= this.#most || !this.#scaling.take(1, now)) return false;
    this.#instances += 1;
    this.#requests.grow(this.#instances * this.#limits.lambdaRequestsPerConcurrency, now);
    return true;
  }
}
