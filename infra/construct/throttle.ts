import { Stack } from 'aws-cdk-lib';
import type { ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { defaultThrottleQuota } from '../../contract/throttle-quota.ts';
import { checkRange, RANGES } from './limits.ts';

/** The throttle of the stage. Default: what AWS grants an account in the Region of the stack. */
export function throttleOf(scope: Construct, given: ThrottleSettings = {}): Required<ThrottleSettings> {
  // A stack without an explicit Region gets the common quota
  const quota = defaultThrottleQuota(Stack.of(scope).region);
  checkRange('throttle.rateLimit', given.rateLimit, RANGES.throttleRate);
  checkRange('throttle.burstLimit', given.burstLimit, RANGES.throttleBurst);
  return { rateLimit: given.rateLimit ?? quota.rate, burstLimit: given.burstLimit ?? quota.burst };
}
