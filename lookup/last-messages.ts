import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { jsonOf, type StoredItem } from './stored-item.ts';
import type { TableConnection } from './table-connection.ts';

/** The messages with the newest receipts, newest first. Reads the whole table, so only for that of a local run. */
export async function lastMessages(
  { client, receiptsTable: TableName }: TableConnection,
  count: number,
): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName }))
    items.push(...Items.map((item) => jsonOf(item) as unknown as StoredItem));
  const receivedAt = ({ lastReceivedAt }: StoredItem) => `${lastReceivedAt}`;
  return items.sort((a, b) => (receivedAt(a) < receivedAt(b) ? 1 : -1)).slice(0, count);
}
