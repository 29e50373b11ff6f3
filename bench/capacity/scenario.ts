import type { Delays } from './delays.ts';
import type { ServiceTimes } from './service-times.ts';
import type { CapacitySettings } from './settings.ts';
import type { FallbackQueue } from './station/fallback-queue.ts';
import type { Load } from './station/vendor.ts';
import type { LimitCount, Tally } from './tally.ts';

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
export interface Result extends Readonly<Tally['counts']> {
  readonly receipts: number;
  /** The limits that were reached, in that order. */
  readonly limits: readonly LimitCount[];
  readonly queue: Readonly<FallbackQueue['counts']>;
  /** From the vendor's first post to the table. */
  readonly delays: Delays;
  /** With the setting `events`: how long one waited for EventBridge. */
  readonly events: { readonly maxLateMs: number };
  /** Maximum number of containers of the receive function. */
  readonly containers: number;
}
