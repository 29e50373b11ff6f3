import { CONSTANT_FIELDS, type Identity, type Status, type StatusEntry } from '../../contract/receipt-item.ts';
import type { Message } from './message.ts';
import { statusSortKey } from './status-order.ts';

/** The outcome of recording a receipt. */
export type Outcome = 'recorded' | 'duplicate' | 'stale';

/** A message after a merge, and the outcome for the receipt. */
export interface Merged {
  readonly message: Message;
  readonly outcome: Outcome;
}

/**
 * Merges two versions of a message. Returns `ours` itself if `theirs` adds nothing. Idempotent, commutative and
 * associative, except for fields that are not part of a status (receive time, unknown fields, format version): of two
 * copies of a status, the one in `ours` stays. So a copy only adds missing names.
 */
export function merge(ours: Message, theirs: Message): Message {
  const history = mergeHistories(ours.history, theirs.history);
  const identity = mergeIdentity(ours.identity, theirs.identity);
  const unchanged =
    history.length === ours.history.length &&
    history.every((entry, at) => entry === ours.history[at]) &&
    CONSTANT_FIELDS.every((field) => identity[field] === ours.identity[field]);
  if (unchanged) return ours;
  const posted = history.findLast(isPosted);
  const { formatVersion } = posted !== undefined && theirs.history.includes(posted) ? theirs : ours;
  return { umid: ours.umid, identity, history, ...(formatVersion !== undefined && { formatVersion }) };
}

/**
 * Merges one receipt into the stored message. This is the specification of the store's write.
 *
 * @param stored - undefined if this is the first receipt of the message
 */
export function mergeReceipt(stored: Message | undefined, received: Message): Merged {
  if (stored === undefined) return { message: received, outcome: 'recorded' };
  const message = merge(stored, received);
  const [entry] = received.history;
  if (entry === undefined || !message.history.includes(entry)) return { message, outcome: 'duplicate' };
  // A receipt may also drop an entry of the log that was the current status, without becoming it
  return { message, outcome: message.history.at(-1) === stored.history.at(-1) ? 'stale' : 'recorded' };
}

/** Posted by the vendor, not read from its log. */
const isPosted = ({ origin }: StatusEntry): boolean => origin === undefined;

/** A receipt replaces the entry of the vendor's log that is the same status, because the receipt has more fields. */
function mergeHistories(ours: readonly StatusEntry[], theirs: readonly StatusEntry[]): StatusEntry[] {
  const entries = new Map<string, StatusEntry>();
  for (const entry of [...ours, ...theirs]) {
    const key = `${statusSortKey(entry)}${entry.origin ?? ''}`;
    if (!entries.has(key)) entries.set(key, entry);
  }
  const received = [...entries.values()].filter(isPosted);
  return [...entries]
    .filter(([, entry]) => isPosted(entry) || !received.some((receipt) => isSameAsLogged(receipt, entry)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry);
}

/** The log and the receipts have different clocks and precisions. */
const LOG_TOLERANCE_MS = 2 * 60_000;

/**
 * Whether a receipt is the status that the vendor's log has: the same state, detail and error code, less than 2 minutes
 * apart. Either may lack the error code. Not price and texts, which the log may round or reword.
 */
export function isSameAsLogged(receipt: Status, logged: Status): boolean {
  return (
    isSameResult(receipt, logged) &&
    Math.abs(Date.parse(receipt.timestamp) - Date.parse(logged.timestamp)) < LOG_TOLERANCE_MS
  );
}

/** Whether two statuses have the same state, detail and error code. Either may lack the error code. */
export function isSameResult(one: Status, other: Status): boolean {
  return (
    one.state === other.state &&
    one.detail === other.detail &&
    (one.errorCode === undefined || other.errorCode === undefined || one.errorCode === other.errorCode)
  );
}

/**
 * These fields do not change in a message's life. If two receipts disagree anyway, the greater text wins, so that the
 * order of arrival does not matter.
 */
function mergeIdentity(ours: Identity, theirs: Identity): Identity {
  return Object.fromEntries(
    CONSTANT_FIELDS.flatMap((field) => {
      const values = [ours[field], theirs[field]].filter((value) => value !== undefined);
      return values.length === 0 ? [] : [[field, values.reduce((a, b) => (a < b ? b : a))]];
    }),
  );
}
