import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { mergeReceipt, type Outcome } from '../receipt/merge.ts';
import { messageOf } from '../receipt/message.ts';
import type { Receipt } from '../receipt/receipt.ts';
import { asStoreErrors } from './errors.ts';
import { type StoredMessage, storedMessage } from './item.ts';
import { appendingUpdate, mergedUpdate, type Update } from './update.ts';

/** Holds one item per message. */
export interface ReceiptStore {
  /**
   * Merges a receipt into its message's item.
   *
   * @param receivedAt - our clock
   * @param signal - gives up when aborted
   * @throws StoreUnavailable, NotStorable
   */
  record(receipt: Receipt, receivedAt: Date, signal: AbortSignal): Promise<Outcome>;
}

/** Where the items are. */
export interface TableSettings {
  readonly table: string;
  /** Days that an item is kept after its newest recorded status. */
  readonly retentionDays: number;
}

/** The store on DynamoDB: one request for a first, a superseding and a repeated status; for others, two and up. */
export function receiptStore(client: DynamoDBDocumentClient, { table, retentionDays }: TableSettings): ReceiptStore {
  return {
    record: (receipt, receivedAt, signal) =>
      asStoreErrors(async () => {
        const received = messageOf(receipt, receivedAt.toISOString());
        let stored = await tryWrite(receipt.umid, appendingUpdate(received, retentionDays), signal);
        while (stored !== undefined) {
          const { message, outcome } = mergeReceipt(stored.message, received);
          // Also where our own write was applied but its answer was lost, and the SDK tried again
          if (outcome === 'duplicate') return outcome;
          stored = await tryWrite(receipt.umid, mergedUpdate(message, stored, retentionDays), signal);
          if (stored === undefined) return outcome;
        }
        return 'recorded';
      }),
  };

  /** Undefined where the write was applied, else the item that did not meet its condition. */
  async function tryWrite(umid: string, update: Update, abortSignal: AbortSignal): Promise<StoredMessage | undefined> {
    const command = new UpdateCommand({
      TableName: table,
      Key: { umid },
      ...update,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      await client.send(command, { abortSignal });
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      if (error.Item !== undefined) return storedMessage(unmarshall(error.Item));
      // Not every engine sends the item along; and the item may be gone since
      const read = new GetCommand({ TableName: table, Key: { umid }, ConsistentRead: true });
      return storedMessage((await client.send(read, { abortSignal })).Item);
    }
  }
}
