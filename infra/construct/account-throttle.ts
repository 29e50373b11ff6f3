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
  #isLower: CfnCondition | undefined;

  /** A number that follows from the quota. */
  number(of: (quota: ThrottleQuota) => number): number {
    const { region } = Stack.of(this);
    if (!Token.isUnresolved(region)) return of(defaultThrottleQuota(region));
    // Not a mapping, which would fail the deployment in a Region that it lacks
    this.#isLower ??= new CfnCondition(this, 'IsLower', {
      expression: Fn.conditionOr(...REGIONS_WITH_LOWER_QUOTA.map((name) => Fn.conditionEquals(Aws.REGION, name))),
    });
    return Token.asNumber(Fn.conditionIf(this.#isLower.logicalId, of(LOWER_QUOTA), of(COMMON_QUOTA)));
  }
}
