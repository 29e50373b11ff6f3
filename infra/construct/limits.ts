import { Arn, ArnFormat, type IResource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The allowed whole numbers from `min` to `max`, with a reason if it is not obvious. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly why?: string;
}

/** The ranges of the props. The app checks its settings by them, too. */
export const RANGES = {
  retentionDays: {
    min: 3,
    max: 3650,
    why: 'the vendor sends the receipts of a message for 48 hours, and its item must outlive them',
  },
  setAsideRetentionDays: { min: 1, max: 3650 },
  tokenOverlapHours: { min: 1, max: 720 },
  throttleRate: { min: 1, max: 100_000 },
  throttleBurst: { min: 1, max: 100_000 },
  reservedConcurrency: { min: 1, max: 100_000 },
  /** https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html */
  redriveConcurrency: { min: 2, max: 1000 },
  /** AWS starts a new on-demand table with 4,000. */
  warmWriteUnits: { min: 4000, max: 1_000_000 },
  /** https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
  memorySize: { min: 128, max: 10_240 },
  /** A day is the longest time that CloudWatch evaluates for a metric with periods of a minute. */
  silenceAlarmMinutes: { min: 5, max: 1440 },
  slowDeliveryMinutes: { min: 1, max: 2880 },
  /** CloudWatch evaluates a metric over 7 days at most, and an alarm over two periods of the schedule. */
  reconcileHours: { min: 1, max: 72 },
  reconcileMissingPercent: { min: 1, max: 100 },
} as const satisfies Readonly<Record<string, Range>>;

/** A run reads each message once when it is older than this. The vendor forwards its receipts for 48 hours. */
export const LOOK_BACK_HOURS = 72;

/** Minimum retention in days if the vendor's log is read: an expired item would look like a lost receipt. */
export function leastRetentionDays(hoursBetweenRuns: number): number {
  return Math.ceil((LOOK_BACK_HOURS + hoursBetweenRuns) / 24);
}

/** The rule as text for an error message. */
export function mustBeIn({ min, max, why }: Range): string {
  return `must be a whole number from ${min} to ${max}${why === undefined ? '' : `: ${why}`}`;
}

/** @throws Error if the value of the prop is outside the range */
export function checkRange(prop: string, value: number | undefined, range: Range): void {
  if (value === undefined) return;
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return;
  throw new Error(`SmsReceipts: ${prop} is ${value}: ${mustBeIn(range)}.`);
}

/** @throws Error if a name in the list is unknown: an app in JavaScript has no type check */
export function checkNames(prop: string, names: readonly string[] = [], known: readonly string[]): void {
  const wrong = names.filter((name) => !known.includes(name));
  if (wrong.length === 0) return;
  throw new Error(`SmsReceipts: ${prop} has ${wrong.join(', ')}: must be one of ${known.join(', ')}.`);
}

/** @throws Error if the name is not valid for an API, alarms, a dashboard and a log group */
export function checkName(name: string): void {
  if (/^[A-Za-z0-9_-]{1,128}$/.test(name)) return;
  throw new Error(`SmsReceipts: name is ${name}: must be 1 to 128 letters, digits, hyphens and underscores.`);
}

/** @throws Error if the resource is in another Region than the stack. Passes if one of the Regions is unknown. */
export function checkRegion(scope: IConstruct, prop: string, arn: string, { env }: IResource): void {
  const { region } = Stack.of(scope);
  // The ARN of an imported resource has the Region. The ARN of a resource in the app is not known yet
  const resourceRegion = Token.isUnresolved(arn) ? env.region : Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).region;
  if ([region, resourceRegion].some(Token.isUnresolved) || region === resourceRegion) return;
  throw new Error(`SmsReceipts: ${prop} is in ${resourceRegion}: must be in ${region}, the Region of the stack.`);
}
