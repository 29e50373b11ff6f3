import type { IndexName } from '../../contract/tables.ts';
import { KEYS_PER_READ } from '../../lambda/store/read-messages.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { startProgress } from '../terminal/progress.ts';
import { idForms } from './ids.ts';
import type { PhoneNumber } from './phone-number.ts';
import { queryIndex, readItems } from './read-items.ts';
import { type ReadableItem, readableItem, type StoredItem } from './stored-item.ts';

/** Search criteria: one of the first three, and optionally a state. */
export interface Criteria {
  readonly clientMessageId?: string | undefined;
  readonly batch?: string | undefined;
  readonly destination?: PhoneNumber | undefined;
  /** In lower case. */
  readonly state?: string | undefined;
}

export interface Found {
  readonly items: readonly StoredItem[];
  /** Whether there are more messages than the limit. */
  readonly hasMore: boolean;
}

/** Finds messages by an index. Messages to a number are newest first. */
export async function findMessages(connection: TableConnection, criteria: Criteria, limit: number): Promise<Found> {
  const keys = await findKeys(connection, criteria, limit);
  const progress = startProgress('Reading messages', Math.min(keys.length, limit));
  const items: StoredItem[] = [];
  for (let from = 0; from < keys.length && items.length <= limit; from += KEYS_PER_READ) {
    const umids = keys.slice(from, from + KEYS_PER_READ).map(({ umid }) => umid);
    const read = await readItems(connection, umids);
    items.push(...read.filter((item) => hasState(criteria)(readableItem(item))));
    progress.update(Math.min(items.length, limit));
  }
  progress.end();
  return { items: items.slice(0, limit), hasMore: items.length > limit };
}

/** Finds keys: at least one more than the limit, if there are more. */
async function findKeys(connection: TableConnection, criteria: Criteria, limit: number): Promise<ReadableItem[]> {
  const progress = startProgress('Looking up messages');
  // Only the index by batch has the state. For the others, the items must be read to filter by state
  const isInIndex = criteria.state === undefined || criteria.batch !== undefined;
  const enough = isInIndex ? limit : Number.POSITIVE_INFINITY;
  const found: ReadableItem[] = [];
  const [index, keys] = queryFor(criteria);
  for (const key of keys) {
    const before = found.length;
    for await (const page of queryIndex(connection, index, [key])) {
      found.push(...(isInIndex ? page.filter(hasState(criteria)) : page));
      progress.update(found.length);
      if (found.length - before > enough) break;
    }
  }
  progress.end();
  if (criteria.destination !== undefined) found.sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
  return found;
}

function queryFor({ clientMessageId, batch, destination }: Criteria): readonly [IndexName, readonly string[]] {
  if (clientMessageId !== undefined) return ['byClientMessageId', idForms(clientMessageId)];
  if (batch !== undefined) return ['byBatchId', idForms(batch)];
  return ['byDestination', destination?.forms ?? []];
}

function hasState({ state: wanted }: Criteria): (item: { readonly state?: string }) => boolean {
  return ({ state }) => wanted === undefined || state?.toLowerCase() === wanted;
}

function timeOf({ firstReceivedAt }: ReadableItem): string {
  return firstReceivedAt ?? '';
}
