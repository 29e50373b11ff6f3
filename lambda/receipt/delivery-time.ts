import type { Status, StatusEntry } from '../../contract/receipt-item.ts';
import { SETTLED_AFTER_HOURS } from '../../eight-by-eight/posting.ts';
import { isTerminal } from './status-order.ts';

type History = readonly Pick<StatusEntry, 'state' | 'detail' | 'timestamp'>[];

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
export function newDeliveryTime(before: History, after: History): number | undefined {
  return deliveryTime(before) === undefined ? deliveryTime(after) : undefined;
}

/**
 * The time from the first `queued` or `sent` status to the first delivery, by the vendor's clock.
 *
 * @returns milliseconds; undefined if it is unknown or implausible
 */
export function deliveryTime(history: History): number | undefined {
  const ms = deliveredAt(history) - acceptedAt(history);
  return ms >= -CLOCK_TOLERANCE_MS && ms <= MAX_DELIVERY_MS ? Math.max(0, ms) : undefined;
}

/** When the vendor accepted the message, in epoch milliseconds of its clock; `NaN` if no status says so. */
export function acceptedAt(history: History): number {
  return firstTime(history, ({ state }) => state === 'queued' || state === 'sent');
}

/** When the message first reached the recipient, in the same way. */
export function deliveredAt(history: History): number {
  return firstTime(history, isDelivery);
}

/** Epoch milliseconds; `NaN` if no status matches. */
function firstTime(history: History, matches: (entry: History[number]) => boolean): number {
  const times = history.filter(matches).map(({ timestamp }) => Date.parse(timestamp));
  return times.length === 0 ? Number.NaN : Math.min(...times);
}
