import type { Random } from '../../simulator/random.ts';
import { FAULTS, type Fault } from '../support/faulty-proxy.ts';

/** Which faults the two services have now. */
export interface Weather {
  readonly dynamoDb: () => Fault;
  readonly sqs: () => Fault;
}

/** A stretch of time with one kind of weather. */
export interface Phase extends Weather {
  readonly name: string;
  /** How long it lasts, in real time. */
  readonly ms: number;
}

const always = (fault: Fault) => () => fault;

/** Over before the vendor's second retry; the next one is far enough for that retry to come in between. */
const BOTH_DOWN_MS = 600;
const ONE_DOWN_MS = 2_400;

/** One fault after the other: of both at once for a moment, then of DynamoDB alone. */
export const ONE_AFTER_THE_OTHER: readonly Phase[] = FAULTS.flatMap((fault) => [
  { name: `DynamoDB and SQS: ${fault}`, dynamoDb: always(fault), sqs: always(fault), ms: BOTH_DOWN_MS },
  { name: `DynamoDB: ${fault}`, dynamoDb: always(fault), sqs: always('none'), ms: ONE_DOWN_MS },
]);

const SHARE_OF_FAULTS = 0.4;

/** Any fault at any request of either service. */
export function atRandom(random: Random): Phase {
  const any = (): Fault => (random.chance(SHARE_OF_FAULTS) ? random.oneOf(FAULTS) : 'none');
  return { name: 'at random', dynamoDb: any, sqs: any, ms: Number.POSITIVE_INFINITY };
}
