import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import type { ReceiverEvent } from '../../contract/events.ts';
import type { TableNames } from '../../contract/tables.ts';
import { createPublishHandler } from '../../lambda/publish/publish.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import type { EventFeed } from './event-feed.ts';
import { openTableStream } from './table-stream.ts';

/**
 * Opens a feed of the events that a deployed stack would publish. It runs the publish function on the streams of the local
 * tables.
 *
 * @throws CliError if a table has no stream
 */
export async function openLocalFeed(
  endpoint: string,
  { receiptsTable, setAsideTable }: TableNames,
): Promise<EventFeed> {
  const client = localClient(endpoint);
  const streams = await Promise.all(
    [receiptsTable, setAsideTable].map((table) => openTableStream(client, endpoint, table)),
  ).finally(() => client.destroy());
  return {
    follow: async (onEvent, signal) => {
      const publish = publisherTo(onEvent);
      await Promise.all(
        streams.map(async (stream) => {
          for await (const records of stream.records(signal)) await publish(records);
        }),
      );
    },
    close: async () => {
      for (const stream of streams) stream.close();
    },
  };
}

function publisherTo(onEvent: (event: ReceiverEvent) => Promise<void>): (records: readonly _Record[]) => Promise<void> {
  const handler = createPublishHandler({
    put: async (events) => {
      for (const event of events) await onEvent(event);
      return events.map(() => undefined);
    },
    deadLetter: async () => undefined,
    fields: [],
    now: () => new Date(),
    log: () => undefined,
  });
  return async (records) => {
    await handler({ Records: records.map(toLambdaRecord) });
  };
}

function toLambdaRecord({ dynamodb }: _Record): DynamoDBRecord {
  const { ApproximateCreationDateTime: time, NewImage, ...change } = dynamodb ?? {};
  const bytes = NewImage?.body?.B;
  const image = bytes === undefined ? NewImage : { ...NewImage, body: { B: Buffer.from(bytes).toString('base64') } };
  return {
    dynamodb: {
      ...change,
      ...(image && { NewImage: image }),
      ...(time && { ApproximateCreationDateTime: time.getTime() / 1000 }),
    },
  } as DynamoDBRecord;
}
