import { asciiJson } from './json.ts';
import type { Status } from './receipt.ts';
import { instantText } from './timestamp.ts';

/**
 * How far a state is in the life of a message. A greater rank always wins, because operators' clocks are coarse:
 * a `delivered` may carry an earlier time than the `sent` before it.
 */
const RANKS: Readonly<Record<string, number>> = {
  queued: 0,
  delivered: 3,
  undelivered: 3,
  rejected: 3,
  failed: 3,
  read: 4,
};

/** `sent` and all states without a rank of their own: `unknown`, `ok`, `error`, and any that the vendor adds. */
const IN_TRANSIT = 1;
/** Delivered to an operator or carrier on the way: the handset may still confirm or fail. */
const INTERMEDIATE_DELIVERY = 2;
const TERMINAL_FROM = 3;

const KNOWN_STATES: ReadonlySet<string> = new Set([...Object.keys(RANKS), 'sent', 'unknown', 'ok', 'error']);

/** Whether the vendor documents the state. */
export function isKnownState(state: string): boolean {
  return KNOWN_STATES.has(state);
}

export function rankOf({ state, detail }: Pick<Status, 'state' | 'detail'>): number {
  if (state === 'delivered' && detail?.startsWith('delivered_to_') && detail !== 'delivered_to_recipient') {
    return INTERMEDIATE_DELIVERY;
  }
  return Object.hasOwn(RANKS, state) ? (RANKS[state] as number) : IN_TRANSIT;
}

/** Whether this status ends the life of the message. */
export function isTerminal(status: Pick<Status, 'state' | 'detail'>): boolean {
  return rankOf(status) >= TERMINAL_FROM;
}

/**
 * The sort key of a status: a status supersedes another if and only if its key is greater, and two statuses are the same
 * if and only if their keys are equal. Ordered by rank, then instant, then the other fields, which only break ties.
 *
 * ASCII only, so that DynamoDB (which compares UTF-8 bytes) and JavaScript (UTF-16 units) agree.
 */
export function statusSortKey(status: Status): string {
  const { state, detail, timestamp, errorCode, errorMessage, price, smsCount } = status;
  const rest = [
    state,
    detail,
    errorCode,
    errorMessage,
    price?.total,
    price?.perSms,
    price?.currency,
    smsCount,
    // The same instant may be written with more or fewer zeros
    timestamp.length,
  ].map((field) => field ?? null);
  // The space sorts before the point and the digits of a longer fraction
  return `${rankOf(status)} ${instantText(timestamp)} ${asciiJson(rest)}`;
}
