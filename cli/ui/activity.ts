import { UNDOCUMENTED_STATE } from '../../contract/metrics.ts';

/** The usual states in the order of a message's life. Each has its own colour in the stylesheet. */
export const USUAL_STATES = ['queued', 'sent', 'delivered', 'read', 'undelivered', 'rejected', 'failed'] as const;

/** The states by which the metrics count receipts. */
export const COUNTED_STATES = [...USUAL_STATES, 'unknown', 'ok', 'error', UNDOCUMENTED_STATE] as const;

export type CountedState = (typeof COUNTED_STATES)[number];

/** What was recorded within an hour. */
export interface Hour {
  /** When it begins, in epoch milliseconds. */
  readonly start: number;
  /** Receipts recorded, duplicates not counted. */
  readonly receipts: Map<CountedState, number>;
  /** Terminal statuses, `read` not counted: it comes after a `delivered`. */
  terminal: number;
  /** Those of them that say delivered. */
  delivered: number;
}

/** What was recorded in the last 24 hours. */
export interface Activity {
  /** Ascending, the current hour last. */
  readonly hours: readonly Hour[];
  /** Where the figures come from, as a sentence. */
  readonly origin: string;
}

export type ReadActivity = (now: Date) => Promise<Activity>;

export const HOUR_MS = 3_600_000;
const HOURS = 24;

/** The last 24 hours of the clock, the current one included, with nothing counted yet. */
export function emptyHours(now: Date): Hour[] {
  const current = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: HOURS }, (_, at) => ({
    start: current - (HOURS - 1 - at) * HOUR_MS,
    receipts: new Map(),
    terminal: 0,
    delivered: 0,
  }));
}

/** The hour that a moment is in; undefined if it is none of these. */
export function hourOf(hours: readonly Hour[], time: number): Hour | undefined {
  return hours[Math.floor((time - (hours[0]?.start ?? 0)) / HOUR_MS)];
}
