import type { Duration } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type IFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Permission } from './bundled-function.ts';

export interface StreamSourceProps {
  readonly reader: IFunction;
  readonly table: ITableV2;
  readonly batchSize: number;
  /** How long Lambda collects changes for a batch. Default: not at all. */
  readonly window?: Duration;
  /** Only changes whose new item matches this. Default: all but deletions. */
  readonly newItem?: Readonly<Record<string, unknown>>;
}

/**
 * Gives the changes of a table to a function, from the beginning of the stream, with partial batch failures. Without limits of
 * retries and age: the function itself gives changes up, and keeps what they were.
 *
 * DynamoDB allows two readers of a stream: that of the receipts table has the publisher and the archive, and room for no
 * other.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export function addStreamSource(
  scope: Construct,
  id: string,
  { reader, table, batchSize, window, newItem }: StreamSourceProps,
): void {
  new EventSourceMapping(scope, id, {
    target: reader,
    eventSourceArn: streamArn(table),
    // The stream is as new as the mapping, so this reads no old changes and misses none
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize,
    ...(window && { maxBatchingWindow: window }),
    reportBatchItemFailures: true,
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.or('INSERT', 'MODIFY'),
        ...(newItem && { dynamodb: { NewImage: newItem } }),
      }),
    ],
  });
}

/** What a reader of these tables' streams needs. */
export function streamPermission(tables: readonly ITableV2[]): Permission {
  return {
    sid: 'ReadStreams',
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    resources: tables.map(streamArn),
  };
}

function streamArn({ tableStreamArn }: ITableV2): string {
  if (tableStreamArn === undefined) throw new Error('The table has no stream.');
  return tableStreamArn;
}
