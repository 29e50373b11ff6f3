import type { Identity, Price, Status, StatusEntry, StatusMetadata } from '../../contract/receipt-item.ts';
import { SETTLED_AFTER_HOURS } from '../../eight-by-eight/posting.ts';
import { isTerminal } from './status-order.ts';

/** A delivery receipt, validated. */
export interface Receipt extends StatusMetadata {
  /** The vendor's id of the message, in lower case. */
  readonly umid: string;
  readonly identity: Identity;
  readonly status: Status;
  /** `version` of the vendor's envelope. */
  readonly formatVersion?: number;
}

/** A message with all of its statuses, independent of the order of arrival. */
export interface Message {
  readonly umid: string;
  readonly identity: Identity;
  /** Every distinct status, ascending; never empty. */
  readonly history: readonly StatusEntry[];
  /** `version` of the envelope of the greatest status that the vendor posted. */
  readonly formatVersion?: number;
}

/** Values derived from the history of a message. */
export interface Summary {
  /** The greatest status. */
  readonly current: StatusEntry;
  readonly terminal: boolean;
  /** From the greatest status that has a price. */
  readonly price?: Price;
  /** From the greatest status that has a count. */
  readonly smsCount?: number;
  /** The least and the greatest receive time of its statuses. */
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
}

/** A message with this receipt as its only status. */
export function messageOf(receipt: Receipt, receivedAt: string): Message {
  const { umid, identity, status, formatVersion, ...metadata } = receipt;
  const history = [{ ...status, receivedAt, ...metadata }];
  return { umid, identity, history, ...(formatVersion !== undefined && { formatVersion }) };
}

export function summarize({ history }: Pick<Message, 'history'>): Summary {
  const current = history.at(-1);
  if (current === undefined) throw new TypeError('a message has at least one status');
  const price = history.findLast((entry) => entry.price !== undefined)?.price;
  const smsCount = history.findLast((entry) => entry.smsCount !== undefined)?.smsCount;
  const times = history.map(({ receivedAt }) => receivedAt);
  return {
    current,
    terminal: isTerminal(current),
    ...(price !== undefined && { price }),
    ...(smsCount !== undefined && { smsCount }),
    firstReceivedAt: times.reduce((least, time) => (time < least ? time : least)),
    lastReceivedAt: times.reduce((greatest, time) => (time > greatest ? time : greatest)),
  };
}

type Statuses = readonly Pick<StatusEntry, 'state' | 'detail' | 'timestamp'>[];

/** Operators' clocks may be a minute slow. */
const CLOCK_TOLERANCE_MS = 60_000;
/** A longer time is scheduled or wrong. */
const MAX_DELIVERY_MS = SETTLED_AFTER_HOURS * 3_600_000;

/** Whether the message reached the recipient. */
export function isDelivery(status: Pick<Status, 'state' | 'detail'>): boolean {
  return status.state === 'delivered' && isTerminal(status);
}

/**
 * The time to delivery if this write is the first that makes it known. So each message is counted once.
 *
 * @returns milliseconds; undefined if it is unknown, was known before the write, or is implausible
 */
export function newDeliveryTime(before: Statuses, after: Statuses): number | undefined {
  return deliveryTime(before) === undefined ? deliveryTime(after) : undefined;
}

/**
 * The time from the first `queued` or `sent` status to the first delivery, by the vendor's clock.
 *
 * @returns milliseconds; undefined if it is unknown or implausible
 */
export function deliveryTime(history: Statuses): number | undefined {
  const ms = deliveredAt(history) - acceptedAt(history);
  return ms >= -CLOCK_TOLERANCE_MS && ms <= MAX_DELIVERY_MS ? Math.max(0, ms) : undefined;
}

/** When the vendor accepted the message, in epoch milliseconds of its clock; `NaN` if no status says so. */
export function acceptedAt(history: Statuses): number {
  return firstTime(history, ({ state }) => state === 'queued' || state === 'sent');
}

/** When the message first reached the recipient, in the same way. */
export function deliveredAt(history: Statuses): number {
  return firstTime(history, isDelivery);
}

/** Epoch milliseconds; `NaN` if no status matches. */
function firstTime(history: Statuses, matches: (entry: Statuses[number]) => boolean): number {
  const times = history.filter(matches).map(({ timestamp }) => Date.parse(timestamp));
  return times.length === 0 ? Number.NaN : Math.min(...times);
}

/** What a message costs. */
export interface KnownPrice {
  readonly total: number;
  /** ISO 4217, in upper case. */
  readonly currency: string;
}

const CURRENCY = /^[a-z]{3}$/i;

/**
 * The price of a message if this write is the first that makes it known. So each message is counted once, however many of its
 * statuses have the price, in any order.
 */
export function newPrice(before: readonly StatusEntry[], after: readonly StatusEntry[]): KnownPrice | undefined {
  return priceIn(before) === undefined ? priceIn(after) : undefined;
}

/** The last one of a history. */
function priceIn(history: readonly StatusEntry[]): KnownPrice | undefined {
  return history
    .flatMap(({ price: { total, currency = '' } = {} }) =>
      total === undefined || !CURRENCY.test(currency) ? [] : [{ total, currency: currency.toUpperCase() }],
    )
    .at(-1);
}
