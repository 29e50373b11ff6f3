import { Stack, Token } from 'aws-cdk-lib';
import type { ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { checkRange, RANGES } from './limits.ts';

/**
 * API Gateway's default quotas for an account in a Region.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
const QUOTA = { rateLimit: 10_000, burstLimit: 5_000 };
const LOWER_QUOTA = { rateLimit: 2_500, burstLimit: 1_250 };
const REGIONS_WITH_LOWER_QUOTA: ReadonlySet<string> = new Set([
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
]);

/** The throttle of the stage: what was asked for, else what AWS grants an account in the Region of the stack. */
export function throttleOf(scope: Construct, asked: ThrottleSettings = {}): Required<ThrottleSettings> {
  const { region } = Stack.of(scope);
  const quota = !Token.isUnresolved(region) && REGIONS_WITH_LOWER_QUOTA.has(region) ? LOWER_QUOTA : QUOTA;
  checkRange('throttle.rateLimit', asked.rateLimit, RANGES.throttleRate);
  checkRange('throttle.burstLimit', asked.burstLimit, RANGES.throttleBurst);
  return { rateLimit: asked.rateLimit ?? quota.rateLimit, burstLimit: asked.burstLimit ?? quota.burstLimit };
}
