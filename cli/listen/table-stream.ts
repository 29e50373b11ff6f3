import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  type DynamoDBStreamsClientConfig,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { createClock } from '../../toolbox/clock.ts';
import { localConfig } from '../../toolbox/dynamodb-client.ts';
import { CliError } from '../../toolbox/errors.ts';

const POLL_MS = 250;
const clock = createClock();

/** The stream of a table on this machine. */
export interface TableStream {
  /** The changes since the stream was opened, in lists that are not empty. */
  records(signal: AbortSignal): AsyncGenerator<readonly _Record[]>;
  close(): void;
}

/** The read position in a shard. */
interface Position {
  /** Undefined if the shard has ended. */
  iterator: string | undefined;
  /** The last record that was read; undefined if none was. */
  sequenceNumber: string | undefined;
}

/**
 * Opens the stream of a table at its end.
 *
 * @throws CliError if the table has no stream
 */
export async function openTableStream(client: DynamoDBClient, endpoint: string, table: string): Promise<TableStream> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  const StreamArn = Table?.LatestStreamArn;
  if (StreamArn === undefined) {
    throw new CliError(
      `The table ${table} at ${endpoint} has no stream. npm start creates one on DynamoDB Local, for which Java 17 or newer must be on the PATH; dynalite has no streams.`,
    );
  }
  const streams = new DynamoDBStreamsClient(localConfig(endpoint) as DynamoDBStreamsClientConfig);
  const positions = new Map<string, Position>();
  await openNewShards();
  // Not with an iterator LATEST, which fails in DynamoDB Local if the stream has no records
  for (const [shard, position] of positions) {
    while ((await readOn(shard, position)).length > 0);
  }
  return { records, close: () => streams.destroy() };

  async function openNewShards(): Promise<void> {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    for (const { ShardId = '' } of StreamDescription?.Shards ?? []) {
      if (!positions.has(ShardId))
        positions.set(ShardId, { iterator: await iteratorOf(ShardId), sequenceNumber: undefined });
    }
  }

  async function iteratorOf(ShardId: string, sequenceNumber?: string): Promise<string | undefined> {
    const from =
      sequenceNumber === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: sequenceNumber };
    return (await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ...from }))).ShardIterator;
  }

  async function readOn(shard: string, position: Position): Promise<readonly _Record[]> {
    if (position.iterator === undefined) return [];
    try {
      const { Records = [], NextShardIterator } = await streams.send(
        new GetRecordsCommand({ ShardIterator: position.iterator }),
      );
      position.iterator = NextShardIterator;
      position.sequenceNumber = Records.at(-1)?.dynamodb?.SequenceNumber ?? position.sequenceNumber;
      return Records;
    } catch (error) {
      if (!(error instanceof TrimmedDataAccessException || error instanceof ExpiredIteratorException)) throw error;
      position.iterator = await iteratorOf(shard, position.sequenceNumber);
      return [];
    }
  }

  async function* records(signal: AbortSignal): AsyncGenerator<readonly _Record[]> {
    while (!signal.aborted) {
      let isQuiet = true;
      for (const [shard, position] of positions) {
        const read = await readOn(shard, position);
        if (read.length === 0) continue;
        isQuiet = false;
        yield read;
      }
      if (!isQuiet) continue;
      await clock.sleep(POLL_MS, signal);
      // The stream continues in other shards after one ends
      if ([...positions.values()].some(({ iterator }) => iterator === undefined)) await openNewShards();
    }
  }
}
