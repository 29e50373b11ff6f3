import { Aws, CfnCondition, Fn, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CONSOLE_DOMAINS, consoleDomain } from '../../contract/console.ts';

/**
 * The pages of the console, in the partition of the stack.
 *
 * @param receiver - gets conditions, if the Region is not known before the deployment
 */
export function consoleOf(receiver: Construct): (service: string) => string {
  const { region } = Stack.of(receiver);
  const domain = Token.isUnresolved(region) ? deployedDomain(receiver) : consoleDomain(region);
  return (service) => `https://${Aws.REGION}.${domain}/${service}/home?region=${Aws.REGION}`;
}

/** The page of a dashboard. */
export function dashboardUrl(receiver: Construct, name: string): string {
  return `${consoleOf(receiver)('cloudwatch')}#dashboards/dashboard/${name}`;
}

/** Not a mapping, which would fail the deployment in a partition that it lacks. */
function deployedDomain(receiver: Construct): string {
  const { aws, ...others } = CONSOLE_DOMAINS;
  return Object.entries(others).reduce((domain: string, [partition, other]) => {
    const { logicalId } = conditionOn(receiver, partition);
    return Token.asString(Fn.conditionIf(logicalId, other, domain));
  }, aws);
}

/** Several links use one condition. */
function conditionOn(receiver: Construct, partition: string): CfnCondition {
  const id = `Partition-${partition}`;
  const existing = receiver.node.tryFindChild(id) as CfnCondition | undefined;
  return existing ?? new CfnCondition(receiver, id, { expression: Fn.conditionEquals(Aws.PARTITION, partition) });
}
