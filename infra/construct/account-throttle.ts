import { Aws, CfnCondition, Fn, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  COMMON_QUOTA,
  defaultThrottleQuota,
  LOWER_QUOTA,
  REGIONS_WITH_LOWER_QUOTA,
  type ThrottleQuota,
} from '../../contract/throttle-quota.ts';

/** AWS's default quota of API Gateway in the Region of the stack, which a stack without an explicit Region only knows when it is deployed. */
export class AccountThrottle extends Construct {
  readonly #isLower: CfnCondition | undefined;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    if (!Token.isUnresolved(Stack.of(this).region)) return;
    // Not a mapping, which would fail the deployment in a Region that it lacks
    this.#isLower = new CfnCondition(this, 'IsLower', {
      expression: Fn.conditionOr(...REGIONS_WITH_LOWER_QUOTA.map((region) => Fn.conditionEquals(Aws.REGION, region))),
    });
  }

  /** A number that follows from the quota. */
  number(of: (quota: ThrottleQuota) => number): number {
    if (this.#isLower === undefined) return of(defaultThrottleQuota(Stack.of(this).region));
    return Token.asNumber(Fn.conditionIf(this.#isLower.logicalId, of(LOWER_QUOTA), of(COMMON_QUOTA)));
  }
}
