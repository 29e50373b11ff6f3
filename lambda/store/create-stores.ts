import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type ReceiptStore, receiptStore } from './receipt-store.ts';
import type { RetryPolicy } from './send-with-retries.ts';
import { type SetAsideStore, setAsideStore } from './set-aside-store.ts';

/** The stores for receipts and for set-aside bodies. */
export interface Stores {
  readonly receipts: ReceiptStore;
  readonly setAside: SetAsideStore;
}

export interface StoreSettings extends RetryPolicy {
  readonly receiptsTable: string;
  readonly setAsideTable: string;
  /** Days that an item is kept after its newest recorded status. */
  readonly retentionDays: number;
  /** Days that a set-aside body is kept after its newest copy. */
  readonly setAsideRetentionDays: number;
  /** Our clock, when something is recorded. Default: the system's. */
  readonly now?: () => Date;
}

/** Creates the stores on DynamoDB. */
export function createStores(
  client: DynamoDBClient,
  { receiptsTable, setAsideTable, retentionDays, setAsideRetentionDays, ...common }: StoreSettings,
): Stores {
  return {
    receipts: receiptStore(client, { table: receiptsTable, retentionDays, ...common }),
    setAside: setAsideStore(client, { table: setAsideTable, retentionDays: setAsideRetentionDays, ...common }),
  };
}
