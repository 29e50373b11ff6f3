import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TableSettings } from './dynamodb.ts';
import { createRecord, type RecordReceipt } from './receipt-store.ts';
import { createSetAside, type SetBodyAside } from './set-aside-store.ts';

/** The stores for receipts and for set-aside bodies. */
export interface Stores {
  readonly record: RecordReceipt;
  readonly setAside: SetBodyAside;
}

export interface StoreSettings extends Omit<TableSettings, 'table'> {
  readonly receiptsTable: string;
  readonly setAsideTable: string;
  /** Days that an item is kept after its newest recorded status. */
  readonly retentionDays: number;
  /** Days that a set-aside body is kept after its newest copy. */
  readonly setAsideRetentionDays: number;
  /** Whether to find out when the price of a message becomes known. Default: false. */
  readonly logPrices?: boolean;
}

/** Creates the stores on DynamoDB. */
export function createStores(
  client: DynamoDBClient,
  { receiptsTable, setAsideTable, retentionDays, setAsideRetentionDays, logPrices, ...common }: StoreSettings,
): Stores {
  return {
    record: createRecord(client, { table: receiptsTable, retentionDays, ...common }, { findPrices: logPrices }),
    setAside: createSetAside(client, { table: setAsideTable, retentionDays: setAsideRetentionDays, ...common }),
  };
}
