import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { IndexDefinition } from '../../contract/tables.ts';
import type { Range } from './newest-first.ts';

/** A key of an index. */
export interface IndexKey {
  readonly indexName: string;
  readonly index: IndexDefinition;
  readonly key: string;
}

/** Queries an index by a key, page by page. Newest first if the index is sorted by time. */
export async function* queryTable(
  client: DynamoDBDocumentClient,
  table: string,
  { indexName, index, key }: IndexKey,
  { before, pageSize }: Range,
): AsyncGenerator<Record<string, unknown>[]> {
  const isBefore = index.sortKey !== undefined && before !== undefined;
  const query = {
    TableName: table,
    IndexName: indexName,
    KeyConditionExpression: `#key = :key${isBefore ? ' AND #time < :before' : ''}`,
    ExpressionAttributeNames: { '#key': index.partitionKey, ...(isBefore && { '#time': index.sortKey }) },
    ExpressionAttributeValues: { ':key': key, ...(isBefore && { ':before': before }) },
    ScanIndexForward: false,
  };
  for await (const { Items = [] } of paginateQuery({ client, ...(pageSize && { pageSize }) }, query)) yield Items;
}

/** Whether a query failed because the table does not have its index, or not yet. */
export function isMissingIndex(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException' && /index/i.test(error.message);
}
