import { setTimeout } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { mergeReceipt, type Outcome } from '../receipt/merge.ts';
import { messageOf } from '../receipt/message.ts';
import type { Receipt } from '../receipt/receipt.ts';
import { attributeValues } from './attribute-values.ts';
import { asStoreErrors } from './errors.ts';
import { type StoredMessage, storedMessage } from './item.ts';
import { keyedMutex } from './keyed-mutex.ts';
import { type RetryPolicy, sendWithRetries } from './send-with-retries.ts';
import { conditionalAppend, type Update, versionedReplace } from './update.ts';

/** Holds one item per message. */
export interface ReceiptStore {
  /**
   * Merges a receipt into its message's item.
   *
   * @param receivedAt - our clock
   * @param signal - gives up when aborted
   * @throws StoreUnavailableError, NotStorableError
   */
  record(receipt: Receipt, receivedAt: Date, signal: AbortSignal): Promise<Outcome>;
}

/** Where the items are. */
export interface TableSettings extends RetryPolicy {
  readonly table: string;
  /** Days that an item is kept after its newest recorded status. */
  readonly retentionDays: number;
}

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 640;

/**
 * A pause of random length, longer with each conflict: without it, writers of one item would keep in step. It comes
 * before the item is read again, not between reading and writing, where it would make the next conflict certain.
 */
async function backoff(conflicts: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** conflicts, LONGEST_PAUSE_MS);
  await setTimeout(Math.random() * longest, undefined, { signal });
}

/** The store on DynamoDB: one request for a first, a superseding and a repeated status; for others, two and up. */
export function receiptStore(
  client: DynamoDBClient,
  { table, retentionDays, retryThrottling }: TableSettings,
): ReceiptStore {
  const oneWriterPerMessage = keyedMutex();
  return {
    record: (receipt, receivedAt, signal) =>
      asStoreErrors(() => oneWriterPerMessage(receipt.umid, () => write(receipt, receivedAt, signal))),
  };

  async function write(receipt: Receipt, receivedAt: Date, signal: AbortSignal): Promise<Outcome> {
    const received = messageOf(receipt, receivedAt.toISOString());
    for (let conflicts = 0; ; conflicts += 1) {
      if (conflicts > 0) await backoff(conflicts, signal);
      const stored = await tryWrite(receipt.umid, conditionalAppend(received, retentionDays), signal);
      if (stored === undefined) return 'recorded';
      const { message, outcome } = mergeReceipt(stored.message, received);
      // Also where our own write was applied but its answer was lost, and the SDK tried again
      if (outcome === 'duplicate') return outcome;
      const conflict = await tryWrite(receipt.umid, versionedReplace(message, stored, retentionDays), signal);
      if (conflict === undefined) return outcome;
    }
  }

  /** Undefined where the write was applied, else the item that did not meet its condition. */
  async function tryWrite(umid: string, update: Update, signal: AbortSignal): Promise<StoredMessage | undefined> {
    const Key = { umid: { S: umid } };
    const command = new UpdateItemCommand({
      TableName: table,
      Key,
      ...update,
      ExpressionAttributeValues: attributeValues(update.ExpressionAttributeValues),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      await sendWithRetries(signal, () => client.send(command), { retryThrottling });
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      if (error.Item !== undefined) return storedMessage(unmarshall(error.Item));
      // Not every engine sends the item along; and the item may be gone since
      const read = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await sendWithRetries(signal, () => client.send(read), { retryThrottling });
      return storedMessage(Item && unmarshall(Item));
    }
  }
}
