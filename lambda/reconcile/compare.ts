import { merge } from '../receipt/merge.ts';
import { type Message, messageOf, type StatusEntry, summarize } from '../receipt/message.ts';
import type { Receipt } from '../receipt/receipt.ts';
import { isTerminal, statusSortKey } from '../receipt/status-order.ts';

/** The item of a message compared with the vendor's log. */
export type Comparison =
  /** The item has the status, to the second, or a receipt with this state and detail at another instant. */
  | 'same'
  /** There is no item. */
  | 'missing'
  /** The log's status supersedes that of the item. */
  | 'behind'
  /** The item's status supersedes that of the log. */
  | 'ahead';

/**
 * Compares state, detail and instant, to the second. Not price and texts, which the log may round or reword.
 *
 * @param stored - undefined if there is no item
 */
export function compareWithLog(stored: Message | undefined, logged: Receipt): Comparison {
  if (stored === undefined) return 'missing';
  if (stored.history.some((entry) => isSameStatus(entry, logged.status))) return 'same';
  if (statusSortKey(logged.status) < statusSortKey(summarize(stored).current)) return 'ahead';
  // The merge drops an entry of the log if a receipt with the same state and detail exists
  const added = messageOf(logged, summarize(stored).lastReceivedAt).history[0];
  return added !== undefined && merge(stored, { ...stored, history: [added] }).history.includes(added)
    ? 'behind'
    : 'same';
}

/** Whether both the log and the item lack a terminal status. */
export function isUnfinished(stored: Message | undefined, logged: Receipt): boolean {
  return !isTerminal(logged.status) && !(stored && summarize(stored).terminal);
}

function isSameStatus(entry: StatusEntry, status: Receipt['status']): boolean {
  return (
    entry.state === status.state &&
    entry.detail === status.detail &&
    toSecond(entry.timestamp) === toSecond(status.timestamp)
  );
}

function toSecond(utc: string): string {
  return utc.slice(0, 'yyyy-MM-ddTHH:mm:ss'.length);
}
