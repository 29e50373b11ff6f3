import type { Price, Status } from '../../contract/receipt-item.ts';
import { IN_TRANSIT, RANKS, type State, TERMINAL_FROM } from '../../eight-by-eight/states.ts';
import { asciiJson } from './json.ts';
import { instantText } from './timestamp.ts';

/** Delivered to an operator or carrier on the way: the handset may still confirm or fail. */
const INTERMEDIATE_DELIVERY = 2;

/** Whether the vendor documents the state. */
export function isKnownState(state: string): state is State {
  return Object.hasOwn(RANKS, state);
}

/** What decides the rank of a status. */
export interface StateAndDetail {
  readonly state: string;
  readonly detail?: string | undefined;
}

export function rankOf({ state, detail }: StateAndDetail): number {
  if (state === 'delivered' && detail?.startsWith('delivered_to_') && detail !== 'delivered_to_recipient') {
    return INTERMEDIATE_DELIVERY;
  }
  return isKnownState(state) ? RANKS[state] : IN_TRANSIT;
}

/** Whether this status ends the life of the message. */
export function isTerminal(status: StateAndDetail): boolean {
  return rankOf(status) >= TERMINAL_FROM;
}

/** How a message ended, or that it has not. */
export type MessageOutcome = 'delivered' | 'failed' | 'open';

/** `delivered` also if it was read; a message that an operator has is `open`, because the handset may still fail. */
export function outcomeOf(status: StateAndDetail): MessageOutcome {
  if (!isTerminal(status)) return 'open';
  return status.state === 'delivered' || status.state === 'read' ? 'delivered' : 'failed';
}

/** The values that order statuses of the same rank and instant, so that no two of them tie. */
const TIE_BREAKERS: Readonly<Record<TieBreaker, (status: Status) => unknown>> = {
  state: ({ state }) => state,
  detail: ({ detail }) => detail,
  errorCode: ({ errorCode }) => errorCode,
  errorMessage: ({ errorMessage }) => errorMessage,
  'price.total': ({ price }) => price?.total,
  'price.perSms': ({ price }) => price?.perSms,
  'price.currency': ({ price }) => price?.currency,
  smsCount: ({ smsCount }) => smsCount,
  // The same instant may be written with more or fewer zeros
  timestamp: ({ timestamp }) => timestamp.length,
};

type TieBreaker = Exclude<keyof Status, 'price'> | `price.${keyof Price}`;

/**
 * The sort key of a status: a status supersedes another if and only if its key is greater, and two statuses are the same
 * if and only if their keys are equal. Ordered by rank, then instant, then the other fields, which only break ties.
 * ASCII only: bytes in UTF-8 and units in UTF-16 then have the same order.
 */
export function statusSortKey(status: Status): string {
  const rest = Object.values(TIE_BREAKERS).map((valueIn) => valueIn(status) ?? null);
  // The space sorts before the point and the digits of a longer fraction
  return `${rankOf(status)} ${instantText(status.timestamp)} ${asciiJson(rest)}`;
}
