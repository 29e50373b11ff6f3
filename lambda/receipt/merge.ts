import type { Message, StatusEntry } from './message.ts';
import { IDENTITY_FIELDS, type Identity } from './receipt.ts';
import { statusSortKey } from './status-order.ts';

/** What became of a receipt. */
export type Outcome = 'recorded' | 'duplicate' | 'stale';

/** A message after a receipt, and what became of the receipt. */
export interface Merged {
  readonly message: Message;
  readonly outcome: Outcome;
}

/**
 * Unites what two halves know of a message; `ours` itself where `theirs` adds nothing. Idempotent, commutative and
 * associative, except for what is no part of a status (receive time, unknown fields, format version): of two copies of
 * one status, that in `ours` stays, so that a copy changes nothing but names that were missing.
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
 * Merges one receipt's message into what is stored: the specification of the store's write.
 *
 * @param stored - undefined where this is the first receipt of the message
 */
export function mergeReceipt(stored: Message | undefined, received: Message): Merged {
  if (stored === undefined) return { message: received, outcome: 'recorded' };
  const message = merge(stored, received);
  const [entry] = received.history;
  if (entry === undefined || !message.history.includes(entry)) return { message, outcome: 'duplicate' };
  return { message, outcome: message.history.at(-1) === entry ? 'recorded' : 'stale' };
}

/** What the vendor's log says of a state and detail is dropped once a receipt says it: the receipt knows more. */
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
 * These fields do not change in a message's life. If two receipts disagree all the same, the greater text stays, only
 * because the order of arrival must not matter.
 */
function mergeIdentity(ours: Identity, theirs: Identity): Identity {
  return Object.fromEntries(
    IDENTITY_FIELDS.flatMap((field) => {
      const values = [ours[field], theirs[field]].filter((value) => value !== undefined);
      return values.length === 0 ? [] : [[field, values.reduce((a, b) => (a < b ? b : a))]];
    }),
  );
}
