import { DEFAULTS } from './defaults.ts';

/** Requests that API Gateway accepts for all APIs of an account in a Region. */
export interface ThrottleQuota {
  /** Requests a second. */
  readonly rate: number;
  /** Tokens in the bucket. */
  readonly burst: number;
}

/** AWS's default quota in most Regions. */
export const COMMON_QUOTA: ThrottleQuota = { rate: DEFAULTS.throttleRate, burst: DEFAULTS.throttleBurst };

/** AWS's default quota in {@link REGIONS_WITH_LOWER_QUOTA}. */
export const LOWER_QUOTA: ThrottleQuota = { rate: 2_500, burst: 1_250 };

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const REGIONS_WITH_LOWER_QUOTA: readonly string[] = [
  'af-south-1',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'mx-central-1',
];

/**
 * AWS's default quota in a Region, which it can raise for an account. An alarm of the stack follows from it, and the tool
 * compares the deployed throttle with it.
 */
export function defaultThrottleQuota(region: string): ThrottleQuota {
  return REGIONS_WITH_LOWER_QUOTA.includes(region) ? LOWER_QUOTA : COMMON_QUOTA;
}
