import { Duration, Token } from 'aws-cdk-lib';
import type { ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import { DEFAULTS } from '../../contract/defaults.ts';
import type { ArchiveProps } from './archive.ts';
import { checkIsKnown } from './checks.ts';
import type { PageProps } from './page-props.ts';
import type { ReconcileProps } from './reconciler.ts';
import type { SmsReceiptsProps } from './sms-receipts-props.ts';

/** The allowed whole numbers from `min` to `max`, with a reason if it is not obvious. */
export interface Range {
  readonly min: number;
  readonly max: number;
  /** For a prop that is a duration: the unit of the range. */
  readonly unit?: 'days' | 'hours' | 'minutes';
  readonly why?: string;
}

/** The ranges of the props. The app checks its settings by them, too. */
export const RANGES = {
  retention: {
    min: 3,
    max: 3650,
    unit: 'days',
    why: 'the vendor sends the receipts of a message for 48 hours, and its item must outlive them',
  },
  setAsideRetention: { min: 1, max: 3650, unit: 'days' },
  tokenOverlap: { min: 1, max: 720, unit: 'hours' },
  /** A day is the longest time that CloudWatch evaluates for a metric with periods of a minute. */
  silenceAlarm: { min: 5, max: 1440, unit: 'minutes' },
  slowDelivery: { min: 1, max: 2880, unit: 'minutes' },
  lowDeliveryRate: { min: 1, max: 99 },
  /** A third of a day: the alarm evaluates three periods. */
  stalledDelivery: { min: 5, max: 480, unit: 'minutes' },
  stalledDeliveryPercent: { min: 1, max: 99 },
  probe: { min: 1, max: 60, unit: 'minutes' },
  reservedConcurrency: { min: 1, max: 100_000 },
  accountConcurrency: { min: 10, max: 1_000_000 },
  /** https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html */
  redriveConcurrency: { min: 2, max: 1000 },
  /** AWS starts a new on-demand table with 4,000. */
  warmWriteUnits: { min: 4000, max: 1_000_000 },
  /** https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
  memorySize: { min: 128, max: 10_240 },
} as const satisfies { readonly [prop in keyof SmsReceiptsProps]?: Range };

/** The ranges of the prop `throttle`. */
export const THROTTLE_RANGES = {
  rateLimit: { min: 1, max: 100_000 },
  burstLimit: { min: 1, max: 100_000 },
} as const satisfies { readonly [prop in keyof ThrottleSettings]: Range };

/** The ranges of the prop `reconcile`. */
export const RECONCILE_RANGES = {
  /** CloudWatch evaluates a metric over 7 days at most, and an alarm over two periods of the schedule. */
  every: { min: 1, max: 72, unit: 'hours' },
} as const satisfies { readonly [prop in keyof ReconcileProps]?: Range };

/** The ranges of the prop `archive`. */
export const ARCHIVE_RANGES = {
  years: { min: 1, max: 100 },
} as const satisfies { readonly [prop in keyof ArchiveProps]?: Range };

/** The ranges of the prop `page`. */
export const PAGE_RANGES = {
  sessionDuration: { min: 1, max: 24, unit: 'hours', why: 'the key that encrypts a session is used for a day' },
} as const satisfies { readonly [prop in keyof PageProps]?: Range };

/** Minimum retention in days if the vendor's log is read: an expired item would look like a lost receipt. */
export function leastRetentionDays(hoursBetweenRuns: number): number {
  return Math.ceil((DEFAULTS.reconcileLookBackHours + hoursBetweenRuns) / 24);
}

/** The rule as text for an error message. */
export function rangeRule({ min, max, why }: Range): string {
  return `must be a whole number from ${min} to ${max}${why === undefined ? '' : `: ${why}`}`;
}

/**
 * A number may be a token, because AWS checks it at deployment. A duration may not: a function reads it, or an alarm's periods
 * are counted by it.
 *
 * @param path - of the props in `SmsReceiptsProps`, with a dot at its end
 * @throws Error if a prop is outside its range
 */
export function checkRanges<R extends Readonly<Record<string, Range>>>(
  props: { readonly [prop in keyof R]?: number | Duration | undefined },
  ranges: R,
  path = '',
): void {
  for (const [prop, range] of Object.entries(ranges)) {
    const given: number | Duration | undefined = props[prop];
    if (typeof given === 'object') checkIsKnown(`${path}${prop}`, given);
    else if (Token.isUnresolved(given)) continue;
    const value =
      typeof given === 'object' ? given.toMilliseconds() / Duration[range.unit ?? 'days'](1).toMilliseconds() : given;
    if (value === undefined || (Number.isInteger(value) && value >= range.min && value <= range.max)) continue;
    const unit = range.unit === undefined ? '' : ` in ${range.unit}`;
    throw new Error(`SmsReceipts: ${path}${prop}${unit} is ${value}: ${rangeRule(range)}.`);
  }
}
