import { UNDOCUMENTED_STATE } from '../contract/metrics.ts';
import { STATES } from '../eight-by-eight/states.ts';
import { HOUR_MS } from '../toolbox/clock.ts';

/** The states by which the metrics count receipts. */
export const COUNTED_STATES = [...STATES, UNDOCUMENTED_STATE] as const;

export type CountedState = (typeof COUNTED_STATES)[number];

/** Counts of one hour. */
export interface Hour {
  /** Start in epoch milliseconds. */
  readonly start: number;
  /** Recorded receipts without duplicates. */
  readonly receipts: Map<CountedState, number>;
  /** Terminal statuses. Without `read`, which follows a `delivered`. */
  terminal: number;
  /** Terminal statuses with state `delivered`. */
  delivered: number;
}

/** Counts of the last 24 hours. */
export interface Activity {
  /** Ascending, the current hour last. */
  readonly hours: readonly Hour[];
  /** The source of the figures, as a sentence. */
  readonly origin: string;
}

const HOURS = 24;

/** The last 24 clock hours, including the current one, with empty counts. */
export function emptyHours(now: Date): Hour[] {
  const current = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: HOURS }, (_, at) => ({
    start: current - (HOURS - 1 - at) * HOUR_MS,
    receipts: new Map(),
    terminal: 0,
    delivered: 0,
  }));
}

/** The hour of a time; undefined if it is not one of these. */
export function hourOf(hours: readonly Hour[], time: number): Hour | undefined {
  return hours[Math.floor((time - (hours[0]?.start ?? 0)) / HOUR_MS)];
}
