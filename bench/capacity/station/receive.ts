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
export function receiveFunction(dynamoDb: DynamoDb, times: ServiceTimes, sample: Sampler) {
  return (receipt: Receipt, container: Container, now: number): ReceiveResult => {
    const isOpen = container.hangs >= times.hangsToOpen;
    if (isOpen && now < container.probeAt) return { ms: sample(times.breakerOpen), queuedFor: 'DynamoDB: hangs' };
    if (dynamoDb.hangs(now)) {
      const ms = sample(isOpen ? times.probe : times.hanging);
      container.hangs += 1;
      container.probeAt = now + ms + times.probeAfterMs;
      return { ms, queuedFor: 'DynamoDB: hangs' };
    }
    container.hangs = 0;
    const throttled = dynamoDb.write(receipt, now);
    return { ms: sample(throttled ? times.throttled : times.recorded), queuedFor: throttled };
  };
}
