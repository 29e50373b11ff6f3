import type { ReceiptItem } from '../../contract/receipt-item.ts';
import type { TableConnection } from '../deployment/table-connection.ts';
import { CliError } from '../errors.ts';
import { findMessages } from '../lookup/find.ts';
import { type IndexedItem, queryIndex } from '../lookup/query-index.ts';
import { readItems } from '../lookup/read-items.ts';

/** What a text from the search box names. */
export interface SearchResult {
  readonly messages: readonly ReceiptItem[];
  /** There are more than these. */
  readonly hasMore: boolean;
  /** It is also the id of a batch. */
  readonly isBatch: boolean;
  /** Why a way to search was left out. */
  readonly notSearched: readonly string[];
}

const MAX_RESULTS = 100;

/** Undefined if it is gone, or never was. */
export async function readMessage(connection: TableConnection, umid: string): Promise<ReceiptItem | undefined> {
  const [item] = await readItems(connection, [umid.toLowerCase()]);
  return item;
}

/** Looks a text up as umid, as the customer's own id, as number and as batch at once. */
export async function search(connection: TableConnection, text: string): Promise<SearchResult> {
  const notSearched: string[] = [];
  /** A deployment may leave indexes out. */
  const unlessMissing = <T>(look: Promise<T>, otherwise: T): Promise<T> =>
    look.catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      notSearched.push(error.message);
      return otherwise;
    });
  const nothing = { items: [], hasMore: false };
  const [message, byOwnId, byNumber, isBatch] = await Promise.all([
    readMessage(connection, text),
    unlessMissing(findMessages(connection, { clientMessageId: text }, MAX_RESULTS), nothing),
    unlessMissing(findMessages(connection, { destination: text }, MAX_RESULTS), nothing),
    unlessMissing(hasBatch(connection, text), false),
  ]);
  const found = [...(message ? [message] : []), ...byOwnId.items, ...byNumber.items];
  return {
    messages: [...new Map(found.map((item) => [item.umid, item])).values()],
    hasMore: byOwnId.hasMore || byNumber.hasMore,
    isBatch,
    notSearched,
  };
}

/** All messages of a batch, from the index alone. */
export async function readBatch(connection: TableConnection, batchId: string): Promise<IndexedItem[]> {
  const entries: IndexedItem[] = [];
  for await (const page of queryIndex(connection, 'byBatchId', batchId)) entries.push(...page);
  return entries;
}

async function hasBatch(connection: TableConnection, batchId: string): Promise<boolean> {
  for await (const page of queryIndex(connection, 'byBatchId', batchId)) {
    if (page.length > 0) return true;
  }
  return false;
}
