import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';

/** The parts of a change that a test sets. */
export interface ChangeSketch {
  readonly before?: object | undefined;
  readonly after?: object | undefined;
  /** When the change was made. */
  readonly at?: Date;
}

export const CHANGED_AT = new Date('2026-01-01T00:00:10.000Z');

/** An event of the stream of either table; the sequence numbers are 1, 2, … */
export function streamEvent(changes: readonly ChangeSketch[]): DynamoDBStreamEvent {
  return { Records: changes.map((change, index) => streamRecord(change, `${index + 1}`)) };
}

function streamRecord({ before, after, at = CHANGED_AT }: ChangeSketch, sequenceNumber: string): DynamoDBRecord {
  const { umid, id } = (after ?? before) as { umid?: string; id?: string };
  const image = (item: object) => marshall(item, { removeUndefinedValues: true }) as never;
  return {
    eventID: sequenceNumber,
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/table/stream/2026-01-01T00:00:00.000',
    dynamodb: {
      Keys: image(umid === undefined ? { id } : { umid }),
      ...(before && { OldImage: image(before) }),
      ...(after && { NewImage: image(after) }),
      SequenceNumber: sequenceNumber,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ApproximateCreationDateTime: at.getTime() / 1000,
    },
  };
}
