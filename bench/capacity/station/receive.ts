import type { Sampler } from '../sampler.ts';
import type { ServiceTimes } from '../service-times.ts';
import type { LimitName } from '../tally.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { Container } from './lambda.ts';
import type { Receipt } from './vendor.ts';

/** The result of a receipt in the receive function. */
export interface ReceiveResult {
  /** How long the container is held, in milliseconds. */
  readonly ms: number;
  /** The limit because of which the receipt was queued; undefined if it was recorded. */
  readonly queuedFor: LimitName | undefined;
}

/** The receive function: records a receipt, or queues it. */
export class Receive {
  readonly #dynamoDb: DynamoDb;
  readonly #times: ServiceTimes;
  readonly #sample: Sampler;

  constructor(dynamoDb: DynamoDb, times: ServiceTimes, sample: Sampler) {
    this.#dynamoDb = dynamoDb;
    this.#times = times;
    this.#sample = sample;
  }

  receive(receipt: Receipt, container: Container, now: number): ReceiveResult {
    const isOpen = container.hangs >= this.#times.hangsToOpen;
    if (isOpen && now < container.probeAt) {
      return { ms: this.#sample(this.#times.breakerOpen), queuedFor: 'DynamoDB: hangs' };
    }
    if (this.#dynamoDb.hangs(now)) {
      const ms = this.#sample(isOpen ? this.#times.probe : this.#times.hanging);
      container.hangs += 1;
      container.probeAt = now + ms + this.#times.probeAfterMs;
      return { ms, queuedFor: 'DynamoDB: hangs' };
    }
    container.hangs = 0;
    const throttled = this.#dynamoDb.write(receipt, now);
    return { ms: this.#sample(throttled ? this.#times.throttled : this.#times.recorded), queuedFor: throttled };
  }
}
