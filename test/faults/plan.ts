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

/** How long each fault lasts, in milliseconds of real time. */
export interface FaultTimes {
  /** In both services: ends before the vendor's second retry. */
  readonly both: number;
  /** In DynamoDB alone: lasts until after that retry, so that no body is dropped. */
  readonly one: number;
}

/** Each fault in turn: first in both services for a short time, then in DynamoDB only. */
export const oneAfterTheOther = ({ both, one }: FaultTimes): readonly Phase[] =>
  FAULTS.flatMap((fault) => [
    { name: `DynamoDB and SQS: ${fault}`, dynamoDb: always(fault), sqs: always(fault), ms: both },
    { name: `DynamoDB: ${fault}`, dynamoDb: always(fault), sqs: always('none'), ms: one },
  ]);

const SHARE_OF_FAULTS = 0.4;

/** Any fault at any request to either service. */
export function atRandom(random: Random): Phase {
  const any = (): Fault => (random.chance(SHARE_OF_FAULTS) ? random.oneOf(FAULTS) : 'none');
  return { name: 'at random', dynamoDb: any, sqs: any, ms: Number.POSITIVE_INFINITY };
}
