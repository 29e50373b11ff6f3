import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { IndexDefinition } from '../contract/tables.ts';

/** A key of an index. */
export interface IndexKey {
  readonly indexName: string;
  readonly index: IndexDefinition;
  readonly key: string;
}

/** Which part of the entries of a key to read, by the index's sort key. Default: all of it. */
export interface Range {
  /** The least sort key. */
  readonly from?: string | undefined;
  /** Not included, except with `from`. */
  readonly before?: string | undefined;
  /** How many entries a request reads at most. Default: as many as DynamoDB returns. */
  readonly pageSize?: number | undefined;
}

/** Queries an index by a key, page by page. Newest first if the index is sorted by time. */
export async function* queryTable(
  client: DynamoDBDocumentClient,
  table: string,
  { indexName, index, key }: IndexKey,
  { from, before, pageSize }: Range,
): AsyncGenerator<Record<string, unknown>[]> {
  // DynamoDB refuses a range that ends before it begins
  if (from !== undefined && before !== undefined && before < from) return;
  const condition = sortCondition(from, before);
  const query = {
    TableName: table,
    IndexName: indexName,
    KeyConditionExpression: `#key = :key${condition}`,
    ExpressionAttributeNames: { '#key': index.partitionKey, ...(condition && { '#sort': index.sortKey }) },
    ExpressionAttributeValues: {
      ':key': key,
      ...(from !== undefined && { ':from': from }),
      ...(before !== undefined && { ':before': before }),
    },
    ScanIndexForward: false,
  };
  for await (const { Items = [] } of paginateQuery({ client, ...(pageSize && { pageSize }) }, query)) yield Items;
}

function sortCondition(from: string | undefined, before: string | undefined): string {
  // DynamoDB allows one condition on the sort key
  if (from !== undefined && before !== undefined) return ' AND #sort BETWEEN :from AND :before';
  if (from !== undefined) return ' AND #sort >= :from';
  return before === undefined ? '' : ' AND #sort < :before';
}

/** Whether a query failed because the table does not have its index, or not yet. */
export function isMissingIndex(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException' && /index/i.test(error.message);
}
