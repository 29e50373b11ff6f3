import type { Message, StatusEntry } from './message.ts';
import { IDENTITY_FIELDS, type Identity } from './receipt.ts';
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
    IDENTITY_FIELDS.every((field) => identity[field] === ours.identity[field]);
  return unchanged ? ours : { umid: ours.umid, identity, history };
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
  return { message, outcome: message.history.at(-1) === entry ? 'recorded' : 'stale' };
}

/** A receipt replaces an entry of the vendor's log with the same state and detail, because the receipt has more fields. */
function mergeHistories(ours: readonly StatusEntry[], theirs: readonly StatusEntry[]): StatusEntry[] {
  const entries = new Map<string, StatusEntry>();
  for (const entry of [...ours, ...theirs]) {
    const key = `${statusSortKey(entry)}${entry.origin ?? ''}`;
    if (!entries.has(key)) entries.set(key, entry);
  }
  const received = new Set([...entries.values()].filter(({ origin }) => origin === undefined).map(stateAndDetail));
  return [...entries]
    .filter(([, entry]) => entry.origin === undefined || !received.has(stateAndDetail(entry)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry);
}

function stateAndDetail({ state, detail }: StatusEntry): string {
  return JSON.stringify([state, detail]);
}

/**
 * These fields do not change in a message's life. If two receipts disagree anyway, the greater text wins, so that the
 * order of arrival does not matter.
 */
function mergeIdentity(ours: Identity, theirs: Identity): Identity {
  return Object.fromEntries(
    IDENTITY_FIELDS.flatMap((field) => {
      const values = [ours[field], theirs[field]].filter((value) => value !== undefined);
      return values.length === 0 ? [] : [[field, values.reduce((a, b) => (a < b ? b : a))]];
    }),
  );
}
