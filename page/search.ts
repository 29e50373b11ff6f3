import { type Found, findMessages } from '../lookup/find.ts';
import { idForms } from '../lookup/ids.ts';
import { readPhoneNumber } from '../lookup/phone-number.ts';
import { queryIndex, readMessage } from '../lookup/read-items.ts';
import type { StoredItem } from '../lookup/stored-item.ts';
import type { TableConnection } from '../lookup/table-connection.ts';
import { addDays, startOfDay } from '../report/days.ts';
import { CliError } from '../toolbox/errors.ts';

/** Which messages to a number are shown. */
export interface Dates {
  /** The first and the last day, such as `2026-11-28`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Only those first received before this time, in ISO 8601: the next page. */
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
  /** Whether the text is also the id of a batch. */
  readonly isBatch: boolean;
  /** Reasons why some searches were left out. */
  readonly notSearched: readonly string[];
}

/** Messages on a page. */
export const MAX_RESULTS = 100;

/**
 * Searches for a text as umid, as the customer's id, as a number and as a batch, concurrently. With dates, only as a number.
 *
 * @param timeZone - of the days
 */
export async function search(
  connection: TableConnection,
  text: string,
  dates: Dates,
  timeZone: string,
): Promise<SearchResult> {
  const notSearched: string[] = [];
  /** A deployment may leave indexes out. */
  const unlessMissing = <T>(look: Promise<T>, otherwise: T): Promise<T> =>
    look.catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      notSearched.push(error.message);
      return otherwise;
    });
  const nothing: Found = { items: [], hasMore: false };
  const numberCriteria = { destination: readPhoneNumber(text), ...rangeOf(dates, timeZone) };
  const findByNumber = unlessMissing(findMessages(connection, numberCriteria, MAX_RESULTS), nothing);
  if (isDated(dates)) {
    const { items, hasMore, before } = await findByNumber;
    return { messages: items, hasMore, before, isNumber: true, isBatch: false, notSearched };
  }
  const [message, byOwnId, byNumber, isBatch] = await Promise.all([
    readMessage(connection, text),
    unlessMissing(findMessages(connection, { clientMessageId: text }, MAX_RESULTS), nothing),
    findByNumber,
    unlessMissing(hasBatch(connection, text), false),
  ]);
  const found = [...(message ? [message] : []), ...byOwnId.items, ...byNumber.items];
  return {
    messages: [...new Map(found.map((item) => [item.umid, item])).values()],
    hasMore: byOwnId.hasMore || byNumber.hasMore,
    before: byNumber.before,
    isNumber: byNumber.items.length > 0,
    isBatch,
    notSearched,
  };
}

export function isDated(dates: Dates): boolean {
  return Object.values(dates).some((value) => value !== undefined);
}

/** The range of receive times. The page before sets an earlier end than the last day. */
function rangeOf({ from, to, before }: Dates, timeZone: string): { from?: string; before?: string | undefined } {
  return {
    ...(from !== undefined && { from: startOfDay(from, timeZone).toISOString() }),
    before: before ?? (to && startOfDay(addDays(to, 1), timeZone).toISOString()),
  };
}

async function hasBatch(connection: TableConnection, batchId: string): Promise<boolean> {
  for await (const page of queryIndex(connection, 'byBatchId', idForms(batchId), { pageSize: 1 })) {
    if (page.length > 0) return true;
  }
  return false;
}
