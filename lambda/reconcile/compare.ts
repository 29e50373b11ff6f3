import type { StatusEntry } from '../../contract/receipt-item.ts';
import { isSameAsLogged, isSameResult } from '../receipt/merge.ts';
import { type Message, type Receipt, summarize } from '../receipt/message.ts';
import { isTerminal, statusSortKey } from '../receipt/status-order.ts';

/** The item of a message compared with the vendor's log. */
export type Comparison =
  /** The item has the status: a receipt by the rule of {@link isSameAsLogged}, or an entry of the log at the same second. */
  | 'same'
  /** There is no item. */
  | 'missing'
  /** The log's status supersedes that of the item. */
  | 'behind'
  /** The item's status supersedes that of the log. */
  | 'ahead';

/**
 * Compares by the rule of the merge, so that what is recorded is the same afterwards.
 *
 * @param stored - undefined if there is no item
 */
export function compareWithLog(stored: Message | undefined, logged: Receipt): Comparison {
  if (stored === undefined) return 'missing';
  if (stored.history.some((entry) => isSameStatus(entry, logged.status))) return 'same';
  return statusSortKey(logged.status) < statusSortKey(summarize(stored).current) ? 'ahead' : 'behind';
}

/** Whether both the log and the item lack a terminal status. */
export function isUnfinished(stored: Message | undefined, logged: Receipt): boolean {
  return !isTerminal(logged.status) && !(stored && summarize(stored).terminal);
}

function isSameStatus(entry: StatusEntry, logged: Receipt['status']): boolean {
  if (entry.origin === undefined) return isSameAsLogged(entry, logged);
  return isSameResult(entry, logged) && toSecond(entry.timestamp) === toSecond(logged.timestamp);
}

function toSecond(utc: string): string {
  return utc.slice(0, 'yyyy-MM-ddTHH:mm:ss'.length);
}
