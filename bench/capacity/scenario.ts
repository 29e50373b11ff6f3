import type { Delays } from './delays.ts';
import type { ServiceTimes } from './service-times.ts';
import type { CapacitySettings } from './settings.ts';
import type { Load } from './station/vendor.ts';
import type { LimitCount } from './tally.ts';

export interface Scenario {
  readonly load: Load;
  readonly settings: CapacitySettings;
  /** Default: healthy. */
  readonly dynamoDb?: 'healthy' | 'throttled' | 'hanging' | undefined;
  /** Seconds from the start during which DynamoDB is not healthy. Default: 600. */
  readonly outageSeconds?: number | undefined;
  /** Default: the current receiver. */
  readonly times?: ServiceTimes;
  /** A whole number. The same seed gives the same run. Default: 1. */
  readonly seed?: number | undefined;
  /**
   * Divides everything by this factor, and multiplies the resulting counts. For loads of millions of receipts. Default: 1.
   */
  readonly scale?: number | undefined;
}

/** The result of a run. */
export interface Result {
  readonly receipts: number;
  /** Posts of the vendor, retries included. */
  readonly posts: number;
  /** Receipts answered 200. */
  readonly recorded: number;
  /** Receipts answered 202. */
  readonly queued: number;
  /** Posts that were refused: 429, 5xx. */
  readonly refused: number;
  /** Receipts that were posted more than once. */
  readonly retried: number;
  /** Receipts that the vendor dropped. */
  readonly lost: number;
  /** The limits that were reached, in that order. */
  readonly limits: readonly LimitCount[];
  readonly queue: {
    readonly mostWaiting: number;
    /** Bodies in process or paused. */
    readonly mostInFlight: number;
    readonly redriven: number;
    readonly deadLetters: number;
    /** At the end of the run. */
    readonly waiting: number;
    readonly throttles: number;
    /** Bodies that SQS delivered to the redrive function. */
    readonly receives: number;
    /** Of the redrive function. */
    readonly executions: number;
    /** Milliseconds of all executions together. */
    readonly executionTime: number;
    /** Requests to SQS: polls, deletions and pauses. */
    readonly requests: number;
    /** When the queue was empty, in seconds from the beginning; undefined if nothing was queued, or not all redriven. */
    readonly drainedAfterSeconds: number | undefined;
  };
  /** From the vendor's first post to the table. */
  readonly delays: Delays;
  /** With the setting `events`: how long one waited for EventBridge. */
  readonly events: { readonly maxLateMs: number };
  /** Maximum number of containers of the receive function. */
  readonly containers: number;
}
