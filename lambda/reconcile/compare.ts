import { merge } from '../receipt/merge.ts';
import { type Message, messageOf, type StatusEntry, summarize } from '../receipt/message.ts';
import type { Receipt } from '../receipt/receipt.ts';
import { isTerminal, statusSortKey } from '../receipt/status-order.ts';

/** How a message's item stands to what the vendor's log says of the message. */
export type Comparison =
  /** It has the status, to the second; or a receipt with this state and detail, of another instant. */
  | 'same'
  /** There is no item. */
  | 'missing'
  /** The log's status supersedes that of the item. */
  | 'behind'
  /** The item's status supersedes that of the log. */
  | 'ahead';

/**
 * Compares by state, detail and instant to the second. Not by price and texts, which the log may round or write in other words.
 *
 * @param stored - undefined where there is no item
 */
export function compareWithLog(stored: Message | undefined, logged: Receipt): Comparison {
  if (stored === undefined) return 'missing';
  if (stored.history.some((entry) => isSameStatus(entry, logged.status))) return 'same';
  if (statusSortKey(logged.status) < statusSortKey(summarize(stored).current)) return 'ahead';
  // A receipt with this state and detail, of another instant, knows more: the merge drops what the log says
  const added = messageOf(logged, summarize(stored).lastReceivedAt).history[0];
  return added !== undefined && merge(stored, { ...stored, history: [added] }).history.includes(added)
    ? 'behind'
    : 'same';
}

/** Whether neither the log nor the item knows how the message ended. */
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
