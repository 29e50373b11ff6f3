import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { ReceiverEvent } from '../../contract/events.ts';
import type { Publishing } from '../../cost/message-cost.ts';
import { entryBytes } from '../../lambda/publish/entry-size.ts';
import { createPublishHandler, type PublishLog } from '../../lambda/publish/publish.ts';
import { interpret } from '../../lambda/receipt/interpret.ts';
import { mergeReceipt } from '../../lambda/receipt/merge.ts';
import { type Message, messageOf, summarize } from '../../lambda/receipt/message.ts';
import { toAttributeValues } from '../../lambda/store/expression.ts';
import { attributesOf } from '../../lambda/store/item.ts';

/**
 * Publishes the changes of receipts, each in a separate batch, which needs the most requests and log lines. The fake bus
 * accepts every event.
 */
export async function measurePublishing(bodies: readonly string[]): Promise<Publishing> {
  const [sizes, lines]: [number[], PublishLog[]] = [[], []];
  let putEventsRequests = 0;
  const handler = createPublishHandler({
    put: async (events: readonly ReceiverEvent[]) => {
      putEventsRequests += 1;
      sizes.push(...events.map(entryBytes));
      return events.map(() => undefined);
    },
    deadLetter: async () => undefined,
    fields: [],
    now: () => new Date(),
    log: (line) => lines.push(line),
  });
  const records = recordsOf(bodies);
  for (const record of records) await handler({ Records: [record] } as DynamoDBStreamEvent);
  return {
    records: records.length,
    events: sizes.length,
    entryBytes: Math.max(...sizes),
    putEventsRequests,
    logBytes: lines.reduce((sum, line) => sum + lineBytes(line), 0),
  };
}

/** Bytes of a log line with its level and time. */
function lineBytes(line: PublishLog): number {
  return JSON.stringify({ level: 'INFO', timestamp: new Date(0).toISOString(), ...line }).length + 1;
}

/** The records of the stream; a duplicate writes nothing. */
export function recordsOf(bodies: readonly string[]) {
  const images: object[] = [];
  let message: Message | undefined;
  for (const body of bodies) {
    const meaning = interpret(JSON.parse(body));
    if (meaning.kind !== 'receipt') throw new Error('The body is not a delivery receipt.');
    const received = messageOf(meaning.receipt, new Date(0).toISOString());
    const merged = mergeReceipt(message, received);
    message = merged.message;
    if (merged.outcome === 'duplicate') continue;
    const { umid, history } = message;
    const { firstReceivedAt } = summarize(message);
    const item = { umid, history, firstReceivedAt, version: images.length + 1, ...attributesOf(message, 1) };
    images.push(toAttributeValues(item));
  }
  return images.map((NewImage, index) => ({ dynamodb: { Keys: NewImage, NewImage, OldImage: images[index - 1] } }));
}
