import type { DynamoDBRecord } from 'aws-lambda';
import { fromAttributeValues } from '../store/expression.ts';

/** Time limit of a batch of changes. The function's time-out must be longer. */
export const STREAM_TIMEOUT_MS = 45_000;
/**
 * How long a change is retried before it goes to the dead-letter queue. Half of the 24 hours for which a stream keeps it,
 * so that an outage of the queue can also end in time.
 */
export const MAX_AGE_MS = 12 * 60 * 60 * 1000;

/** Where a change stands in its stream. */
export interface Change {
  readonly sequenceNumber: string;
  readonly changedAt: Date;
}

/** @param now - stands in for a time that the record lacks */
export function changeOf({ dynamodb }: DynamoDBRecord, now: Date): Change {
  const { SequenceNumber = '', ApproximateCreationDateTime } = dynamodb ?? {};
  return {
    sequenceNumber: SequenceNumber,
    changedAt: ApproximateCreationDateTime === undefined ? now : new Date(ApproximateCreationDateTime * 1000),
  };
}

type Values = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;
// biome-ignore lint/suspicious/noExplicitAny: an item may hold anything
export type StreamItem = Record<string, any> | undefined;

/** The item before or after a change; undefined if there was none. */
export function itemOf(image: Values | undefined): StreamItem {
  return image && fromAttributeValues(image as Parameters<typeof fromAttributeValues>[0]);
}

/** Whether it is time to give a change to the dead-letter queue. */
export function isTooOld({ changedAt }: Change, now: Date): boolean {
  return now.getTime() - changedAt.getTime() >= MAX_AGE_MS;
}

/** Milliseconds since the oldest change. */
export function ageOfOldest(changes: readonly Change[], now: Date): number {
  return Math.max(0, now.getTime() - Math.min(...changes.map(({ changedAt }) => changedAt.getTime())));
}

/** Whether the dead-letter queue took something. */
export function isHeld(held: Promise<void>): Promise<boolean> {
  return held.then(
    () => true,
    () => false,
  );
}
