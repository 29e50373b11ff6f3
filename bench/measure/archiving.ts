import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { Archiving } from '../../cost/archive-cost.ts';
import { createArchiveHandler } from '../../lambda/archive/archive.ts';
import { recordsOf } from './publishing.ts';

/** Archives the versions of a message. The fake Firehose takes every record. */
export async function measureArchiving(bodies: readonly string[]): Promise<Archiving> {
  let data = '';
  const handler = createArchiveHandler({
    put: async (records) => {
      data += records.join('');
      return records.map(() => undefined);
    },
    deadLetter: async () => undefined,
    fields: [],
    now: () => new Date(),
    log: () => undefined,
  });
  await handler({ Records: recordsOf(bodies) } as DynamoDBStreamEvent);
  return { rows: data.split('\n').length - 1, rowBytes: data.length };
}
