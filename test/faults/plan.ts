import type { Random } from '../../simulator/random.ts';
import { FAULTS, type Fault } from '../support/faulty-proxy.ts';

/** A period in which the services have certain faults. */
export interface Phase {
  readonly name: string;
  /** Returns the fault of the next request, as `sqs` does. */
  readonly dynamoDb: () => Fault;
  readonly sqs: () => Fault;
  /** Milliseconds of real time. */
  readonly ms: number;
}

const always = (fault: Fault) => () => fault;

/** Ends before the vendor's second retry, and the next such phase begins after it: no body is dropped. */
const BOTH_DOWN_MS = 600;

/** Each fault in turn: first in both services for a short time, then in DynamoDB only. */
export const oneAfterTheOther = (oneDownMs: number): readonly Phase[] =>
  FAULTS.flatMap((fault) => [
    { name: `DynamoDB and SQS: ${fault}`, dynamoDb: always(fault), sqs: always(fault), ms: BOTH_DOWN_MS },
    { name: `DynamoDB: ${fault}`, dynamoDb: always(fault), sqs: always('none'), ms: oneDownMs },
  ]);

const SHARE_OF_FAULTS = 0.4;

/** Any fault at any request to either service. */
export function atRandom(random: Random): Phase {
  const any = (): Fault => (random.chance(SHARE_OF_FAULTS) ? random.oneOf(FAULTS) : 'none');
  return { name: 'at random', dynamoDb: any, sqs: any, ms: Number.POSITIVE_INFINITY };
}
