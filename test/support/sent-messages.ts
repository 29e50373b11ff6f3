import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { mergeReceipt } from '../../lambda/receipt/merge.ts';
import { type Message, messageOf, summarize } from '../../lambda/receipt/message.ts';
import { bodyFormatOf, parseBody } from '../../lambda/record/parse-body.ts';
import { attributesOf } from '../../lambda/store/item.ts';
import { generateLifecycles } from '../../simulator/generate-lifecycles.ts';
import type { Body } from '../../simulator/message-lifecycle.ts';
import { createRandom } from '../../simulator/random.ts';
import { limitConcurrency } from '../../toolbox/limit-concurrency.ts';
import { receiptOf } from './interpreted.ts';

/** A receipt of a generated message, and when it arrived. */
export interface Arrival extends Pick<Body, 'contentType' | 'body'> {
  readonly receivedAt: string;
}

export interface SentMessages {
  readonly from: Date;
  readonly to: Date;
  /** The receipts of each message, in the order in which they arrived. */
  readonly messages: readonly (readonly Arrival[])[];
}

const BEGIN = new Date('2026-11-01T00:00:00Z');
const DAYS = 6;
/** The French authority reserves +33 6 39 98 for fiction. */
const FRENCH = '33639980';

/**
 * Messages of six days to three countries, in several currencies. Receipts come late, in any order and more than once.
 */
export function sentMessages(count: number, seed = 17): SentMessages {
  const random = createRandom(seed);
  const lifecycles = generateLifecycles({
    seed,
    messages: count,
    begin: BEGIN,
    messagesPerSecond: count / (DAYS * 86_400),
  });
  const messages = lifecycles.map(({ bodies }) => {
    const isFrench = random.chance(0.3);
    return bodies
      .flatMap((body) => (random.chance(0.1) ? [body, body] : [body]))
      .map(({ contentType, body, at }): Arrival => {
        const delay = random.chance(0.9) ? random.int(20, 900) : random.int(1_000, 9_000_000);
        return {
          contentType,
          body: isFrench ? body.replace('447700900', FRENCH) : body,
          receivedAt: new Date(BEGIN.getTime() + at + delay).toISOString(),
        };
      })
      .sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  });
  return { from: BEGIN, to: new Date(BEGIN.getTime() + DAYS * 86_400_000), messages };
}

/** The item of a message after all of its receipts, as the receiver writes it. */
export async function itemOf(arrivals: readonly Arrival[]): Promise<ReceiptItem> {
  let message: Message | undefined;
  for (const { contentType, body, receivedAt } of arrivals) {
    const { value } = await parseBody(Buffer.from(body), bodyFormatOf(contentType) ?? 'json');
    message = mergeReceipt(message, messageOf(receiptOf(value), receivedAt)).message;
  }
  if (message === undefined) throw new Error('a message has receipts');
  const { umid, history } = message;
  const { firstReceivedAt } = summarize(message);
  return { umid, ...attributesOf(message, 4_000_000_000), history, firstReceivedAt, version: 1 } as ReceiptItem;
}

/** Writes items as they are, which is faster than to post their receipts. */
export async function writeItems(
  client: DynamoDBDocumentClient,
  table: string,
  items: readonly object[],
): Promise<void> {
  const limited = limitConcurrency(8);
  const batches = Array.from({ length: Math.ceil(items.length / 25) }, (_, at) => items.slice(at * 25, at * 25 + 25));
  await Promise.all(
    batches.map((batch) =>
      limited(() =>
        client.send(
          new BatchWriteCommand({ RequestItems: { [table]: batch.map((Item) => ({ PutRequest: { Item } })) } }),
        ),
      ),
    ),
  );
}
