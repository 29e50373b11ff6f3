/**
 * Invocations of targets that EventBridge makes a second for an account in a Region, by AWS's default quota. Events above it
 * are late, and not lost.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export function defaultEventQuota(region: string): number {
  return BY_REGION[region] ?? OTHER_REGIONS;
}

const BY_REGION: Readonly<Record<string, number>> = {
  'us-east-1': 18_750,
  'us-east-2': 4_500,
  'us-west-1': 2_250,
  'us-west-2': 18_750,
  'af-south-1': 750,
  'ap-northeast-1': 2_250,
  'ap-northeast-3': 750,
  'ap-southeast-1': 2_250,
  'ap-southeast-2': 2_250,
  'ap-southeast-3': 750,
  'eu-central-1': 4_500,
  'eu-south-1': 750,
  'eu-west-1': 18_750,
  'eu-west-2': 2_250,
};
const OTHER_REGIONS = 1_100;
