import type { Activity } from './activity.ts';

/** Final answers of a time. */
export interface Rate {
  readonly delivered: number;
  /** Terminal statuses without `read`, which follows a `delivered`. */
  readonly final: number;
}

export interface AlarmNow {
  readonly name: string;
  /** What happens, who is hurt, and what to do first. */
  readonly description: string;
  readonly since: string | undefined;
}

/** What operations look at first: whether receipts arrive, and whether messages do. */
export interface Operations {
  /** Those that are on; undefined for local tables, which have none. */
  readonly alarms: readonly AlarmNow[] | undefined;
  /** Bodies in each queue, by its name for people; empty for local tables. */
  readonly queues: Readonly<Record<string, number>>;
  /** Of the last week, to the minute where it is of the last three hours; undefined if there is none. */
  readonly lastReceiptAt: string | undefined;
  readonly lastHour: Rate;
  /** The same hour a week before. */
  readonly weekBefore: Rate;
  /** The source of the figures, as a sentence. */
  readonly origin: string;
}

/** Where the figures of the pages come from. */
export interface ReadFigures {
  readonly readActivity: (now: Date) => Promise<Activity>;
  readonly readOperations: (now: Date) => Promise<Operations>;
}
