import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { newDeliveryTime } from '../receipt/delivery-time.ts';
import { mergeReceipt, type Outcome } from '../receipt/merge.ts';
import { messageOf, type StatusEntry, summarize } from '../receipt/message.ts';
import type { Receipt } from '../receipt/receipt.ts';
import { fromAttributeValues, toAttributeValues } from './attribute-values.ts';
import { backoff } from './backoff.ts';
import { conditionalUpdate, type Updated } from './conditional-update.ts';
import { asStoreErrors } from './errors.ts';
import { expiryOf } from './expiry.ts';
import { storedMessage } from './item.ts';
import { keyedMutex } from './keyed-mutex.ts';
import type { RetryPolicy } from './send-with-retries.ts';
import { conditionalAppend, type Update, versionedReplace } from './update.ts';

/** The result of recording a receipt. */
export interface Recorded {
  readonly outcome: Outcome;
  /** The time to delivery in milliseconds by the vendor's clock, if this receipt is the first that makes it known. */
  readonly deliveryMs?: number;
}

/** Holds one item per message. */
export interface ReceiptStore {
  /**
   * Merges a receipt into its message's item.
   *
   * @param receivedAt - when it was posted, by our clock
   * @param signal - aborts the operation
   * @throws StoreUnavailableError, NotStorableError
   */
  record(receipt: Receipt, receivedAt: Date, signal: AbortSignal): Promise<Recorded>;
}

/** A table and how long its items are kept. */
export interface TableSettings extends RetryPolicy {
  readonly table: string;
  /** Days that an item is kept. */
  readonly retentionDays: number;
  /** Our clock, when something is recorded. Default: the system's. */
  readonly now?: () => Date;
}

/**
 * The store on DynamoDB. A first, superseding or repeated status needs one request, others at least two. A repeated
 * status writes nothing, unless the copy adds missing names of the message.
 */
export function receiptStore(client: DynamoDBClient, settings: TableSettings): ReceiptStore {
  const { table, retentionDays, now = () => new Date() } = settings;
  const oneWriterPerMessage = keyedMutex();
  return {
    record: (receipt, receivedAt, signal) =>
      asStoreErrors(() => oneWriterPerMessage(receipt.umid, () => write(receipt, receivedAt, signal))),
  };

  async function write(receipt: Receipt, receivedAt: Date, signal: AbortSignal): Promise<Recorded> {
    const received = messageOf(receipt, receivedAt.toISOString());
    for (let conflicts = 0; ; conflicts += 1) {
      await backoff(conflicts, signal);
      const appended = await update(receipt.umid, conditionalAppend(received, expiryIn(received)), signal);
      if (appended.applied) return { outcome: 'recorded', ...deliveryOf(historyIn(appended)) };
      const stored = storedMessage(appended.item && fromAttributeValues(appended.item));
      const { message, outcome } = mergeReceipt(stored.message, received);
      // Also if our own write was applied, its answer was lost, and it was sent again
      if (message === stored.message) return { outcome };
      const expiresAt = outcome === 'duplicate' ? stored.expiresAt : Math.max(stored.expiresAt ?? 0, expiryIn(message));
      const replaced = await update(receipt.umid, versionedReplace(message, stored, expiresAt), signal);
      if (replaced.applied) return { outcome, ...deliveryOf(message.history, stored.message?.history ?? []) };
    }
  }

  function expiryIn(message: Parameters<typeof summarize>[0]): number {
    return expiryOf(summarize(message).lastReceivedAt, retentionDays, now());
  }

  function update(umid: string, expressions: Update, signal: AbortSignal): Promise<Updated> {
    const input = { TableName: table, Key: toAttributeValues({ umid }), ...expressions };
    return conditionalUpdate(client, input, signal, settings);
  }
}

/** The history in the returned attributes; empty if the write did not request them. */
function historyIn({ attributes }: Extract<Updated, { applied: true }>): readonly StatusEntry[] {
  const history = attributes?.history;
  return history === undefined ? [] : (fromAttributeValues({ history }).history as StatusEntry[]);
}

/** @param before - default: the history without its last status */
function deliveryOf(
  after: readonly StatusEntry[],
  before: readonly StatusEntry[] = after.slice(0, -1),
): Pick<Recorded, 'deliveryMs'> {
  const deliveryMs = newDeliveryTime(before, after);
  return deliveryMs === undefined ? {} : { deliveryMs };
}
