import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { type IndexName, RECEIPTS_TABLE } from '../../contract/tables.ts';
import { KEYS_PER_READ, readItems as readUpTo100 } from '../../lambda/store/read-messages.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { CliError } from '../terminal/errors.ts';

/** An item in an index: its keys and the projected attributes. */
export type IndexedItem = Pick<ReceiptItem, 'umid'> & Partial<ReceiptItem>;

/** Reads the items of these messages, in this order and each once. Missing items are left out. */
export async function readItems(
  { client, receiptsTable: table }: TableConnection,
  wanted: readonly string[],
): Promise<ReceiptItem[]> {
  const { signal } = new AbortController();
  // An index gives a key twice if its item moves within it while it is read
  const umids = [...new Set(wanted)];
  const items = new Map<unknown, ReceiptItem>();
  for (let from = 0; from < umids.length; from += KEYS_PER_READ) {
    const read = await readUpTo100({ client, table }, umids.slice(from, from + KEYS_PER_READ), signal);
    for (const item of read) items.set(item.umid, item as unknown as ReceiptItem);
  }
  return umids.flatMap((umid) => items.get(umid) ?? []);
}

/**
 * Queries an index by a key, page by page. Newest first if the index is sorted by time.
 *
 * @throws CliError if the table lacks the index
 */
export async function* queryIndex(
  connection: TableConnection,
  indexName: IndexName,
  key: string,
): AsyncGenerator<IndexedItem[]> {
  const { partitionKey } = RECEIPTS_TABLE.indexes[indexName];
  const pages = paginateQuery(
    { client: connection.client },
    {
      TableName: connection.receiptsTable,
      IndexName: indexName,
      KeyConditionExpression: '#key = :key',
      ExpressionAttributeNames: { '#key': partitionKey },
      ExpressionAttributeValues: { ':key': key },
      ScanIndexForward: false,
    },
  );
  try {
    for await (const { Items = [] } of pages) yield Items as IndexedItem[];
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationException' && /index/i.test(error.message)) {
      throw new CliError(
        `The receipts table of the ${connection.name} has no index ${indexName}. Deploy the stack with it (setting "indexes"), or look up the message by its umid.`,
      );
    }
    throw error;
  }
}

/** The forms in which a number may be stored: some of the vendor's APIs omit the plus, and some people write 00. */
export function destinationVariants(destination: string): string[] {
  const bare = destination.replace(/[\s().-]/g, '').replace(/^(\+|00)/, '');
  return /^\d+$/.test(bare) ? [`+${bare}`, bare, `00${bare}`] : [destination];
}
