import { paginateScan, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { SET_ASIDE_REASONS, type SetAsideReason } from '../../contract/set-aside-item.ts';
import { SET_ASIDE_TABLE } from '../../contract/tables.ts';
import { startProgress } from '../../toolbox/progress.ts';
import { mergeNewestFirst, type Page, readPage } from '../newest-first.ts';
import { isMissingIndex, queryTable, type Range } from '../query-table.ts';
import type { TableConnection } from '../table-connection.ts';
import { readableEntry, type SetAsideEntry } from './read.ts';

const ATTRIBUTES = [
  'id',
  'reason',
  'problems',
  'contentType',
  'firstReceivedAt',
  'lastReceivedAt',
  'count',
  'expiresAt',
] as const satisfies (keyof SetAsideEntry)[];

/** How many digits of an id lists show. */
export const SHOWN_DIGITS = 12;

/** Which entries to read. Default: all. */
export interface Selection {
  readonly reason?: SetAsideReason | undefined;
  /** Only those last received before this time, in ISO 8601. */
  readonly before?: string | undefined;
}

export interface ListedEntries extends Page<SetAsideEntry> {
  /** Why the whole table was read; undefined if it was not. */
  readonly readWhole?: string;
}

const REASONS = Object.keys(SET_ASIDE_REASONS) as SetAsideReason[];
const INDEX = 'byReason' satisfies keyof typeof SET_ASIDE_TABLE.indexes;
/** A page shows more bodies of a reason as "1,000 or more", because DynamoDB counts by reading. */
const MAX_COUNTED = 1_000;

/** Lists entries without their bodies, newest first. */
export async function listSetAside(
  connection: TableConnection,
  selection: Selection,
  limit: number,
): Promise<ListedEntries> {
  const pageSize = limit + 1;
  return unlessIndexIsMissing(
    () => readPage(queryEntries(connection, { ...selection, pageSize }), limit, timeOf),
    async () => {
      const page = await readPage(scanNewestFirst(connection, selection), limit, timeOf);
      const readWhole = `The set-aside table of the ${connection.name} has no index ${INDEX} yet, so all of it was read. Deploy the stack to add the index.`;
      return { ...page, readWhole };
    },
  );
}

/** A number of bodies, or the least that it is. */
export interface BoundedCount {
  readonly reason: SetAsideReason;
  readonly count: number;
  readonly isExact: boolean;
}

/** Counts the bodies of each reason; undefined if the table has no index to count them. */
export async function countSetAside({ client, setAsideTable }: TableConnection): Promise<BoundedCount[] | undefined> {
  const count = async (reason: SetAsideReason): Promise<BoundedCount> => {
    const query = new QueryCommand({
      TableName: setAsideTable,
      IndexName: INDEX,
      Select: 'COUNT',
      KeyConditionExpression: '#reason = :reason',
      ExpressionAttributeNames: { '#reason': SET_ASIDE_TABLE.indexes[INDEX].partitionKey },
      ExpressionAttributeValues: { ':reason': reason },
      Limit: MAX_COUNTED,
    });
    const { Count = 0, LastEvaluatedKey } = await client.send(query);
    return { reason, count: Count, isExact: LastEvaluatedKey === undefined };
  };
  return unlessIndexIsMissing(
    () => Promise.all(REASONS.map(count)),
    async () => undefined,
  );
}

/** The ids of all bodies, or of those with a reason, in no order. */
export async function listIds(connection: TableConnection, reason: SetAsideReason | undefined): Promise<string[]> {
  const progress = startProgress('Listing set-aside bodies');
  const idsOf = async (entries: AsyncIterable<SetAsideEntry>): Promise<string[]> => {
    const ids: string[] = [];
    for await (const entry of entries) {
      if (reason === undefined || entry.reason === reason) ids.push(entry.id);
      progress.update(ids.length);
    }
    return ids;
  };
  const all = () => idsOf(scanEntries(connection));
  try {
    // The index lacks items without a reason or a time, which something else wrote
    if (reason === undefined) return await all();
    return await unlessIndexIsMissing(() => idsOf(queryEntries(connection, { reason })), all);
  } finally {
    progress.end();
  }
}

export function queryEntries(
  { client, setAsideTable }: TableConnection,
  { reason, ...range }: Pick<Selection, 'reason'> & Range,
): AsyncGenerator<SetAsideEntry> {
  const index = SET_ASIDE_TABLE.indexes[INDEX];
  const query = async function* (key: string): AsyncGenerator<SetAsideEntry> {
    for await (const page of queryTable(client, setAsideTable, { indexName: INDEX, index, key }, range))
      yield* page.map(readableEntry);
  };
  return mergeNewestFirst((reason === undefined ? REASONS : [reason]).map(query), timeOf);
}

/** For a table without the index. */
async function* scanNewestFirst(connection: TableConnection, selection: Selection): AsyncGenerator<SetAsideEntry> {
  const { reason, before } = selection;
  const progress = startProgress('Reading the whole set-aside table');
  const found: SetAsideEntry[] = [];
  for await (const entry of scanEntries(connection)) {
    if ((reason ?? entry.reason) === entry.reason && (before === undefined || timeOf(entry) < before))
      found.push(entry);
    progress.update(found.length);
  }
  progress.end();
  yield* found.sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
}

export async function* scanEntries({ client, setAsideTable }: TableConnection): AsyncGenerator<SetAsideEntry> {
  const scan = {
    TableName: setAsideTable,
    ConsistentRead: true,
    ProjectionExpression: ATTRIBUTES.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(ATTRIBUTES.map((name) => [`#${name}`, name])),
  };
  for await (const { Items = [] } of paginateScan({ client }, scan)) yield* Items.map(readableEntry);
}

/** The tool may be newer than the stack, and DynamoDB refuses an index while it builds it. */
export async function unlessIndexIsMissing<T>(query: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    if (!isMissingIndex(error)) throw error;
    return otherwise();
  }
}

function timeOf({ lastReceivedAt }: SetAsideEntry): string {
  return lastReceivedAt;
}
