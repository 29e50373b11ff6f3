/** Concurrent executions of Lambda that AWS gives an account by default; new accounts have fewer (Lambda quotas). */
export const DEFAULT_CONCURRENCY = 1000;
/** Executions that Lambda never lets functions reserve (Lambda, "Configuring reserved concurrency"). */
export const NEVER_RESERVED = 100;

/** Requests that API Gateway accepts for all APIs of an account in a Region. */
export interface ThrottleQuota {
  /** A second. */
  readonly rate: number;
  /** At once, from a bucket that the rate fills. */
  readonly burst: number;
}

/**
 * Regions with the smaller default throttle quota of API Gateway: Cape Town, Milan, Jakarta, UAE, Hyderabad, Melbourne,
 * Spain, Zurich, Tel Aviv, Calgary, Malaysia, Thailand and Mexico.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
const SMALL_QUOTA_REGIONS: ReadonlySet<string> = new Set([
  'af-south-1',
  'eu-south-1',
  'ap-southeast-3',
  'me-central-1',
  'ap-south-2',
  'ap-southeast-4',
  'eu-south-2',
  'eu-central-2',
  'il-central-1',
  'ca-west-1',
  'ap-southeast-5',
  'ap-southeast-7',
  'mx-central-1',
]);

/** The default; AWS may have raised it for the account. */
export function defaultThrottleQuota(region: string): ThrottleQuota {
  return SMALL_QUOTA_REGIONS.has(region) ? { rate: 2500, burst: 1250 } : { rate: 10_000, burst: 5000 };
}

/** Pages of the AWS console where the user sees more, or asks for more. */
export function consoleLinks(region: string) {
  const console = `https://${region}.${domainOf(region)}`;
  const quota = (service: string, code: string) => `${console}/servicequotas/home/services/${service}/quotas/${code}`;
  return {
    concurrencyQuota: quota('lambda', 'L-B99A9384'),
    throttleQuota: quota('apigateway', 'L-8A5B8E43'),
    function: (name: string) => `${console}/lambda/home?region=${region}#/functions/${encodeURIComponent(name)}`,
    table: (name: string) =>
      `${console}/dynamodbv2/home?region=${region}#table?name=${encodeURIComponent(name)}&tab=monitoring`,
  };
}

function domainOf(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}
