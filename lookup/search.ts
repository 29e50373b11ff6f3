import { CliError } from '../toolbox/errors.ts';
import { type Found, findMessages } from './find.ts';
import { idForms } from './ids.ts';
import { queryIndex, readItems, readMessage } from './read-items.ts';
import { searchTable } from './search-table.ts';
import type { SearchText } from './search-text.ts';
import { findStop, type StopRequest } from './set-aside/find-stop.ts';
import type { StoredItem } from './stored-item.ts';
import type { TableConnection } from './table-connection.ts';

/** Which messages to a number are wanted, by the time of their first receipt, in ISO 8601. */
export interface TimeRange {
  readonly from?: string | undefined;
  /** Not included. */
  readonly before?: string | undefined;
}

/** The result of a search. */
export interface SearchResult {
  readonly messages: readonly StoredItem[];
  /** Whether there are more messages than these. */
  readonly hasMore: boolean;
  /** If the text is a number with more messages: they are older than this time. */
  readonly before?: string | undefined;
  /** Whether messages to a number were found. */
  readonly isNumber: boolean;
  /** Ids of batches: the text itself, or those of which it is the sender's id. */
  readonly batches: readonly string[];
  /** A request to stop from the number. */
  readonly stop?: StopRequest | undefined;
  /** Reasons why some searches were left out. */
  readonly notSearched: readonly string[];
}

const PARTLY_SEARCHED =
  'Only a part of the table was searched for your own id of a batch, and for a umid that begins like this. Whole umids, the batch ids of 8x8, your own message ids and numbers are found everywhere.';
/** Messages on a page. */
export const MAX_RESULTS = 100;

/**
 * Searches for a text as umid, as the customer's id, as a number and as a batch, concurrently. With a range, only as a number.
 *
 * @param limit - of the messages to a number
 */
export async function search(
  connection: TableConnection,
  wanted: SearchText,
  range?: TimeRange,
  limit = MAX_RESULTS,
): Promise<SearchResult> {
  const { text, umid, number } = wanted;
  // Given without any character that can be seen
  if (text === '') return { messages: [], hasMore: false, isNumber: false, batches: [], notSearched: [] };
  const notSearched: string[] = [];
  /** A deployment may leave indexes out. */
  const unlessMissing = <T>(look: Promise<T>, otherwise: T): Promise<T> =>
    look.catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      notSearched.push(error.message);
      return otherwise;
    });
  const nothing: Found = { items: [], hasMore: false };
  const findByNumber =
    number === undefined
      ? nothing
      : unlessMissing(findMessages(connection, { destination: number, ...range }, limit), nothing);
  if (range !== undefined) {
    const { items, hasMore, before } = await findByNumber;
    return { messages: items, hasMore, before, isNumber: true, batches: [], notSearched };
  }
  const [message, byOwnId, byNumber, isBatch, stop] = await Promise.all([
    readMessage(connection, umid ?? text),
    unlessMissing(findMessages(connection, { clientMessageId: text }, MAX_RESULTS), nothing),
    findByNumber,
    unlessMissing(hasBatch(connection, text), false),
    number && connection.readsSetAside !== false ? findStop(connection, number) : undefined,
  ]);
  const found = [...(message ? [message] : []), ...byOwnId.items, ...byNumber.items];
  if (found.length === 0 && !isBatch) return { ...(await searchUnindexed(connection, wanted, notSearched)), stop };
  return {
    messages: [...new Map(found.map((item) => [item.umid, item])).values()],
    hasMore: byOwnId.hasMore || byNumber.hasMore,
    before: byNumber.before,
    isNumber: byNumber.items.length > 0,
    batches: isBatch ? [text] : [],
    stop,
    notSearched,
  };
}

/** As the beginning of a umid, and as the sender's id of a batch. */
async function searchUnindexed(
  connection: TableConnection,
  { text, umidStart }: SearchText,
  notSearched: readonly string[],
): Promise<SearchResult> {
  const { umids, batchIds, isComplete } = await searchTable(connection, { clientBatchId: text, umidStart });
  return {
    messages: await readItems(connection, umids),
    hasMore: false,
    isNumber: false,
    batches: batchIds,
    notSearched: isComplete ? notSearched : [...notSearched, PARTLY_SEARCHED],
  };
}

async function hasBatch(connection: TableConnection, batchId: string): Promise<boolean> {
  for await (const page of queryIndex(connection, 'byBatchId', idForms(batchId), { pageSize: 1 })) {
    if (page.length > 0) return true;
  }
  return false;
}
