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
 * The message that both halves tell of. Idempotent, commutative and associative but for the receive times of a status
 * that both have: the copy in `ours` stays, so that a duplicate changes nothing.
 */
export function merge(ours: Message, theirs: Message): Message {
  const known = new Map(ours.history.map((entry) => [statusSortKey(entry), entry]));
  const news = theirs.history
    .map((entry) => [statusSortKey(entry), entry] as const)
    .filter(([order]) => !known.has(order));
  if (news.length === 0) return ours;
  return {
    umid: ours.umid,
    identity: mergeIdentity(ours.identity, theirs.identity),
    history: ascending([...known, ...news]),
    firstReceivedAt: lesser(ours.firstReceivedAt, theirs.firstReceivedAt),
    lastReceivedAt: greater(ours.lastReceivedAt, theirs.lastReceivedAt),
  };
}

/**
 * Merges one receipt's message into what is stored: the specification of the store's write.
 *
 * @param stored - undefined where this is the first receipt of the message
 */
export function mergeReceipt(stored: Message | undefined, received: Message): Merged {
  if (stored === undefined) return { message: received, outcome: 'recorded' };
  const message = merge(stored, received);
  if (message === stored) return { message, outcome: 'duplicate' };
  const supersedes = message.history.at(-1) !== stored.history.at(-1);
  return { message, outcome: supersedes ? 'recorded' : 'stale' };
}

/**
 * These fields do not change in a message's life. Should two receipts disagree all the same, the greater text stays,
 * for the one reason that the order of arrival must not matter.
 */
function mergeIdentity(ours: Identity, theirs: Identity): Identity {
  return Object.fromEntries(
    IDENTITY_FIELDS.flatMap((field) => {
      const values = [ours[field], theirs[field]].filter((value) => value !== undefined);
      return values.length === 0 ? [] : [[field, values.reduce(greater)]];
    }),
  );
}

function ascending(entries: readonly (readonly [order: string, entry: StatusEntry])[]): StatusEntry[] {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function greater(a: string, b: string): string {
  return a < b ? b : a;
}

function lesser(a: string, b: string): string {
  return a < b ? a : b;
}
