import { findMessages } from '../lookup/find.ts';
import { idForms } from '../lookup/ids.ts';
import { readPhoneNumber } from '../lookup/phone-number.ts';
import { queryIndex, readMessage } from '../lookup/read-items.ts';
import type { StoredItem } from '../lookup/stored-item.ts';
import type { TableConnection } from '../lookup/table-connection.ts';
import { CliError } from '../toolbox/errors.ts';

/** The result of a search. */
export interface SearchResult {
  readonly messages: readonly StoredItem[];
  /** Whether there are more messages than these. */
  readonly hasMore: boolean;
  /** If the text is a number with more messages: they are older than this time. */
  readonly before?: string | undefined;
  /** Whether the text is also the id of a batch. */
  readonly isBatch: boolean;
  /** Reasons why some searches were left out. */
  readonly notSearched: readonly string[];
}

const MAX_RESULTS = 100;

/**
 * Searches for a text as umid, as the customer's id, as a number and as a batch, concurrently.
 *
 * @param before - the text is a number; of its messages, those before this time
 */
export async function search(connection: TableConnection, text: string, before?: string): Promise<SearchResult> {
  const notSearched: string[] = [];
  /** A deployment may leave indexes out. */
  const unlessMissing = <T>(look: Promise<T>, otherwise: T): Promise<T> =>
    look.catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      notSearched.push(error.message);
      return otherwise;
    });
  const nothing = { items: [], hasMore: false, before: undefined };
  const byNumberBefore = { destination: readPhoneNumber(text), before };
  if (before !== undefined) {
    const byNumber = await unlessMissing(findMessages(connection, byNumberBefore, MAX_RESULTS), nothing);
    return { messages: byNumber.items, ...byNumber, isBatch: false, notSearched };
  }
  const [message, byOwnId, byNumber, isBatch] = await Promise.all([
    readMessage(connection, text),
    unlessMissing(findMessages(connection, { clientMessageId: text }, MAX_RESULTS), nothing),
    unlessMissing(findMessages(connection, byNumberBefore, MAX_RESULTS), nothing),
    unlessMissing(hasBatch(connection, text), false),
  ]);
  const found = [...(message ? [message] : []), ...byOwnId.items, ...byNumber.items];
  return {
    messages: [...new Map(found.map((item) => [item.umid, item])).values()],
    hasMore: byOwnId.hasMore || byNumber.hasMore,
    before: byNumber.before,
    isBatch,
    notSearched,
  };
}

async function hasBatch(connection: TableConnection, batchId: string): Promise<boolean> {
  for await (const page of queryIndex(connection, 'byBatchId', idForms(batchId), { pageSize: 1 })) {
    if (page.length > 0) return true;
  }
  return false;
}
