import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { idForms } from './ids.ts';
import type { TableConnection } from './table-connection.ts';

/** What no index finds. */
export interface Unindexed {
  /** The sender's id of a batch. */
  readonly clientBatchId: string;
  /** The first digits of a umid. */
  readonly umidStart: string | undefined;
}

export interface TableMatches {
  readonly umids: readonly string[];
  readonly batchIds: readonly string[];
  /** False if the table is larger than what was read. */
  readonly isComplete: boolean;
}

/** Requests of 1 MB each: 2,000 read units in all, which cost less than a tenth of a cent. */
const MAX_REQUESTS = 16;
const MAX_UMIDS = 100;

/**
 * Reads the receipts table, or the beginning of a large one, for what no index finds. A search does so only if it has found
 * nothing else.
 */
export async function searchTable(
  { client, receiptsTable }: TableConnection,
  { clientBatchId, umidStart }: Unindexed,
  maxRequests = MAX_REQUESTS,
): Promise<TableMatches> {
  const forms = idForms(clientBatchId).map((form, at) => [`:form${at}`, form] as const);
  const conditions = forms.map(([name]) => `clientBatchId = ${name}`);
  if (umidStart !== undefined) conditions.push('begins_with(umid, :start)');
  const scan = {
    TableName: receiptsTable,
    ProjectionExpression: 'umid, batchId, clientBatchId',
    FilterExpression: conditions.join(' OR '),
    ExpressionAttributeValues: {
      ...Object.fromEntries(forms),
      ...(umidStart !== undefined && { ':start': umidStart }),
    },
  };
  const umids: string[] = [];
  const batchIds = new Set<string>();
  let requests = 0;
  for await (const { Items = [], LastEvaluatedKey } of paginateScan({ client }, scan)) {
    for (const { umid, batchId } of Items) {
      if (umidStart !== undefined && `${umid}`.startsWith(umidStart)) umids.push(umid);
      else if (typeof batchId === 'string') batchIds.add(batchId);
      else umids.push(umid);
    }
    requests += 1;
    const hasMore = LastEvaluatedKey !== undefined;
    if (hasMore && (requests === maxRequests || umids.length >= MAX_UMIDS))
      return { umids: umids.slice(0, MAX_UMIDS), batchIds: [...batchIds], isComplete: false };
  }
  return { umids: umids.slice(0, MAX_UMIDS), batchIds: [...batchIds], isComplete: umids.length <= MAX_UMIDS };
}
