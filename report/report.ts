import type { Period } from './days.ts';
import type { Dimension, DimensionValues } from './dimensions.ts';

/** What a report counts. */
export interface ReportQuery extends Period {
  /** The rows: one for each combination of these values. None for the total alone. */
  readonly by: readonly Dimension[];
  /** IANA name, such as `Asia/Manila`: where days and months begin. */
  readonly timeZone: string;
  /** Only messages that have these values; null means that the message has none. */
  readonly filter: Filter;
}

export type Filter = Omit<DimensionValues, 'day' | 'month'>;

/** The figures of some messages. The names are fixed: `--json` and `--csv` have them. */
export interface Figures {
  readonly messages: number;
  /** In a terminal state, delivered or read. */
  readonly delivered: number;
  /** In another terminal state. */
  readonly failed: number;
  /** Without a terminal state. */
  readonly open: number;
  /** `delivered / (delivered + failed)`; null if there is neither. */
  readonly deliveryRate: number | null;
  /** SMS segments, of the messages for which the vendor said how many. */
  readonly segments: number;
  /** What the vendor charged, by currency: exact decimal numbers. */
  readonly cost: Readonly<Record<string, string>>;
  /** Whole milliseconds by the vendor's clock, at most 1 % off; null if no time to delivery is known. */
  readonly medianDeliveryMs: number | null;
  readonly p95DeliveryMs: number | null;
}

/** The values of `by`, then the figures. */
export type ReportRow = DimensionValues & Figures;

export interface Report {
  readonly query: ReportQuery;
  /** In the order of `orderRows`. */
  readonly rows: readonly ReportRow[];
  readonly total: Figures;
}

/**
 * Where reports come from: the table, the vendor's log, the archive. Answers several queries, in their order, with one read
 * where it can.
 */
export type ReportSource = (queries: readonly ReportQuery[]) => Promise<readonly Report[]>;
