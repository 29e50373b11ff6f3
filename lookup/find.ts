import type { IndexName } from '../contract/tables.ts';
import { KEYS_PER_READ } from '../lambda/store/read-messages.ts';
import { type Progress, startProgress } from '../toolbox/progress.ts';
import { idForms } from './ids.ts';
import { mergeNewestFirst, readPage } from './newest-first.ts';
import type { PhoneNumber } from './phone-number.ts';
import { queryIndex, readItems } from './read-items.ts';
import { type ReadableItem, readableItem, type StoredItem } from './stored-item.ts';
import type { TableConnection } from './table-connection.ts';

/** Search criteria: one of the first three, and optionally more. */
export interface Criteria {
  readonly clientMessageId?: string | undefined;
  readonly batch?: string | undefined;
  readonly destination?: PhoneNumber | undefined;
  /** Only messages to the number that were first received before this time, in ISO 8601. */
  readonly before?: string | undefined;
  /** Only those that were first received at this time or later. */
  readonly from?: string | undefined;
  /** Only messages in one of these states, in lower case. */
  readonly states?: readonly string[] | undefined;
}

export interface Found {
  readonly items: readonly StoredItem[];
  /** Whether there are more messages than the limit. */
  readonly hasMore: boolean;
  /** For messages to a number: those that follow are older than this time. */
  readonly before?: string | undefined;
}

const MAX_READ = 1_000;

/** Finds messages by an index. Messages to a number are newest first. */
export async function findMessages(connection: TableConnection, criteria: Criteria, limit: number): Promise<Found> {
  const byTime = criteria.destination !== undefined;
  const progress = startProgress('Reading messages');
  try {
    const { entries, before } = await readPage(
      findItems(connection, criteria, limit, progress),
      limit,
      byTime ? (item) => timeOf(readableItem(item)) : ({ umid }) => umid,
    );
    return { items: entries, hasMore: before !== undefined, before: byTime ? before : undefined };
  } finally {
    progress.end();
  }
}

/** How many messages there are, whatever the limit; undefined if their items would have to be read to know. */
export async function countMessages(connection: TableConnection, criteria: Criteria): Promise<number | undefined> {
  const [index] = queryFor(criteria);
  if (criteria.states !== undefined && index !== 'byBatchId') return undefined;
  const umids = new Set<string>();
  for await (const { umid } of findKeys(connection, criteria)) umids.add(umid);
  return umids.size;
}

/** The states of the messages whatever state was asked for, each once; of the first {@link MAX_READ}. */
export async function statesOf(connection: TableConnection, criteria: Criteria): Promise<string[]> {
  const { items } = await findMessages(connection, { ...criteria, states: undefined }, MAX_READ);
  return [...new Set(items.map((item) => readableItem(item).state ?? ''))].sort();
}

async function* findItems(
  connection: TableConnection,
  criteria: Criteria,
  limit: number,
  progress: Progress,
): AsyncGenerator<StoredItem> {
  let read = 0;
  const readAll = async (umids: readonly string[]) => {
    const items = await readItems(connection, umids);
    read += umids.length;
    progress.update(read);
    return items.filter((item) => hasState(criteria)(readableItem(item)));
  };
  let umids: string[] = [];
  for await (const { umid } of findKeys(connection, criteria, limit)) {
    umids.push(umid);
    if (umids.length < KEYS_PER_READ) continue;
    yield* await readAll(umids);
    umids = [];
  }
  yield* await readAll(umids);
}

/** @param limit - how many are needed; undefined for all */
async function* findKeys(
  connection: TableConnection,
  criteria: Criteria,
  limit?: number,
): AsyncGenerator<ReadableItem> {
  const [index, keys] = queryFor(criteria);
  const { from, before } = criteria;
  // Others may have to be skipped because of their state
  const pageSize = criteria.states === undefined && limit !== undefined ? limit + 1 : undefined;
  const queries = keys.map((key) => flat(queryIndex(connection, index, [key], { from, before, pageSize })));
  // Only the index by batch has the state. For the others, the items must be read to filter by state
  for await (const entry of mergeNewestFirst(queries, timeOf)) {
    // A range with a beginning includes its end
    if (before !== undefined && timeOf(entry) === before) continue;
    if (index !== 'byBatchId' || hasState(criteria)(entry)) yield entry;
  }
}

async function* flat<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}

function queryFor({ clientMessageId, batch, destination }: Criteria): readonly [IndexName, readonly string[]] {
  if (clientMessageId !== undefined) return ['byClientMessageId', idForms(clientMessageId)];
  if (batch !== undefined) return ['byBatchId', idForms(batch)];
  return ['byDestination', destination?.forms ?? []];
}

function hasState({ states }: Criteria): (item: { readonly state?: string }) => boolean {
  return ({ state = '' }) => states === undefined || states.includes(state.toLowerCase());
}

function timeOf({ firstReceivedAt }: ReadableItem): string {
  return firstReceivedAt ?? '';
}
