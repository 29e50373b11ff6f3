import type { Random } from '../../cli/sender/random.ts';
import { FAULTS, type Fault } from '../support/faulty-proxy.ts';

/** Which faults the two services have now. */
export interface Weather {
  readonly dynamoDb: () => Fault;
  readonly sqs: () => Fault;
}

/** A stretch of time with one kind of weather. */
export interface Phase extends Weather {
  readonly name: string;
}

const always = (fault: Fault) => () => fault;

/** One fault after the other: of DynamoDB alone, then of both at once. */
export const ONE_AFTER_THE_OTHER: readonly Phase[] = FAULTS.flatMap((fault) => [
  { name: `DynamoDB: ${fault}`, dynamoDb: always(fault), sqs: always('none') },
  { name: `DynamoDB and SQS: ${fault}`, dynamoDb: always(fault), sqs: always(fault) },
]);

const SHARE_OF_FAULTS = 0.4;

/** Any fault at any request of either service. */
export function atRandom(random: Random): Phase {
  const any = (): Fault => (random.chance(SHARE_OF_FAULTS) ? random.oneOf(FAULTS) : 'none');
  return { name: 'at random', dynamoDb: any, sqs: any };
}
