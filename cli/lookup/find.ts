import type { IndexName } from '../../contract/tables.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { progressOf } from '../terminal/progress.ts';
import { destinationVariants, type IndexedItem, pagesOfIndex } from './find-keys.ts';
import type { MessageItem } from './item.ts';
import { readItems } from './read-items.ts';

/** What messages are found by; one of them. */
export interface Criteria {
  readonly clientMessageId?: string | undefined;
  readonly batch?: string | undefined;
  readonly destination?: string | undefined;
}

export interface Found {
  readonly items: readonly MessageItem[];
  /** There are more than were asked for. */
  readonly isCut: boolean;
}

/** Messages by an index; those to a number are newest first. */
export async function findMessages(connection: TableConnection, criteria: Criteria, limit: number): Promise<Found> {
  const keys = await findKeys(connection, criteria, limit);
  const wanted = keys.slice(0, limit).map(({ umid }) => umid);
  const progress = await progressOf('Reading messages', wanted.length);
  const items = await readItems(connection, wanted, progress.to);
  progress.end();
  return { items, isCut: keys.length > limit };
}

/** One more than the limit, where there are more. */
async function findKeys(connection: TableConnection, criteria: Criteria, limit: number): Promise<IndexedItem[]> {
  const progress = await progressOf('Looking messages up');
  const found: IndexedItem[] = [];
  for (const [index, key] of queriesFor(criteria)) {
    const before = found.length;
    for await (const page of pagesOfIndex(connection, index, key)) {
      found.push(...page);
      progress.to(found.length);
      if (found.length - before > limit) break;
    }
  }
  progress.end();
  if (criteria.destination !== undefined) found.sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
  return found;
}

export function queriesFor({ clientMessageId, batch, destination }: Criteria): [IndexName, string][] {
  return [
    ...(clientMessageId === undefined ? [] : [['byClientMessageId', clientMessageId] as [IndexName, string]]),
    ...(batch === undefined ? [] : [['byBatchId', batch] as [IndexName, string]]),
    ...(destination === undefined
      ? []
      : destinationVariants(destination).map((form): [IndexName, string] => ['byDestination', form])),
  ];
}

function timeOf(item: IndexedItem): string {
  return String(item.firstReceivedAt ?? '');
}
