import type { ReceiptItem } from '../../contract/receipt-item.ts';
import type { IndexName } from '../../contract/tables.ts';
import { KEYS_PER_READ } from '../../lambda/store/read-messages.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { startProgress } from '../terminal/progress.ts';
import { destinationVariants, type IndexedItem, queryIndex, readItems } from './read-items.ts';

/** Search criteria: one of the first three, and optionally a state. */
export interface Criteria {
  readonly clientMessageId?: string | undefined;
  readonly batch?: string | undefined;
  readonly destination?: string | undefined;
  /** In lower case. */
  readonly state?: string | undefined;
}

export interface Found {
  readonly items: readonly ReceiptItem[];
  /** Whether there are more messages than the limit. */
  readonly hasMore: boolean;
}

/** Finds messages by an index. Messages to a number are newest first. */
export async function findMessages(connection: TableConnection, criteria: Criteria, limit: number): Promise<Found> {
  const keys = await findKeys(connection, criteria, limit);
  const progress = startProgress('Reading messages', Math.min(keys.length, limit));
  const items: ReceiptItem[] = [];
  for (let from = 0; from < keys.length && items.length <= limit; from += KEYS_PER_READ) {
    const umids = keys.slice(from, from + KEYS_PER_READ).map(({ umid }) => umid);
    items.push(...(await readItems(connection, umids)).filter(hasState(criteria)));
    progress.update(Math.min(items.length, limit));
  }
  progress.end();
  return { items: items.slice(0, limit), hasMore: items.length > limit };
}

/** Finds keys: at least one more than the limit, if there are more. */
async function findKeys(connection: TableConnection, criteria: Criteria, limit: number): Promise<IndexedItem[]> {
  const progress = startProgress('Looking up messages');
  // Only the index by batch has the state. For the others, the items must be read to filter by state
  const isInIndex = criteria.state === undefined || criteria.batch !== undefined;
  const enough = isInIndex ? limit : Number.POSITIVE_INFINITY;
  const found: IndexedItem[] = [];
  for (const [index, key] of queriesFor(criteria)) {
    const before = found.length;
    for await (const page of queryIndex(connection, index, key)) {
      found.push(...(isInIndex ? page.filter(hasState(criteria)) : page));
      progress.update(found.length);
      if (found.length - before > enough) break;
    }
  }
  progress.end();
  if (criteria.destination !== undefined) found.sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
  return found;
}

function queriesFor({ clientMessageId, batch, destination }: Criteria): (readonly [IndexName, string])[] {
  if (clientMessageId !== undefined) return [['byClientMessageId', clientMessageId]];
  if (batch !== undefined) return [['byBatchId', batch]];
  return destinationVariants(destination ?? '').map((variant) => ['byDestination', variant] as const);
}

function hasState({ state: wanted }: Criteria): (item: { readonly state?: string }) => boolean {
  return ({ state }) => wanted === undefined || state?.toLowerCase() === wanted;
}

function timeOf({ firstReceivedAt }: IndexedItem): string {
  return firstReceivedAt ?? '';
}
