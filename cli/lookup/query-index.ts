import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { type IndexName, RECEIPTS_TABLE } from '../../contract/tables.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { CliError } from '../terminal/errors.ts';

/** An item in an index: its keys and the projected attributes. */
export type IndexedItem = Pick<ReceiptItem, 'umid'> & Partial<ReceiptItem>;

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
        `The receipts table of the ${connection.name} has no index ${indexName}. Deploy the stack with it (setting "indexes"), or look the message up by its umid.`,
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
