import { type CfnElement, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnAlias, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** How a new version of the receive function gets its requests. */
export type Deployment = 'canary' | 'all-at-once';
export const DEPLOYMENTS = ['canary', 'all-at-once'] as const satisfies readonly Deployment[];

/**
 * The alarms that say that receipts are lost, within the canary's time, and that a broken version causes. CodeDeploy starts no
 * deployment while one of them is on.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html
 */
const ROLL_BACK_ON: ReadonlySet<string> = new Set([
  'server-errors',
  'receive-function-errors',
  'unauthenticated-requests',
]);

export interface CanaryProps {
  readonly receive: IFunction;
  /** Its alias, which a deployment moves to a new version. */
  readonly live: IFunction;
  /** All alarms. */
  readonly alarms: readonly Alarm[];
}

/**
 * Moves the alias by CodeDeploy: a tenth of the requests for five minutes, then all; back at once if an alarm goes off, which
 * also rolls the stack back. The first deployment creates the alias, so nothing is moved.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
 */
export class Canary extends Construct {
  constructor(scope: Construct, id: string, { receive, live, alarms }: CanaryProps) {
    super(scope, id);
    const application = new CfnApplication(this, 'Application', { computePlatform: 'Lambda' });
    const role = this.role(receive);
    const group = new CfnDeploymentGroup(this, 'Group', {
      applicationName: application.ref,
      serviceRoleArn: role.roleArn,
      deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      alarmConfiguration: {
        enabled: true,
        alarms: alarms.filter(({ node }) => ROLL_BACK_ON.has(node.id)).map(({ alarmName: name }) => ({ name })),
      },
      autoRollbackConfiguration: {
        enabled: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
    });
    // The update that brings the role may already move the alias
    group.node.addDependency(role);
    (live.node.defaultChild as CfnAlias).cfnOptions.updatePolicy = {
      codeDeployLambdaAliasUpdate: { applicationName: application.ref, deploymentGroupName: group.ref },
    };
  }

  /**
   * Not the managed policy, which allows the aliases of all functions. Nothing for S3, because CloudFormation passes the
   * version in its request.
   *
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambdaLimited.html
   */
  private role({ functionArn, node }: IFunction): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
    const statements = [
      {
        sid: 'MoveAlias',
        actions: ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
        resources: [functionArn, `${functionArn}:*`],
      },
      { sid: 'SeeAlarms', actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] },
    ];
    for (const statement of statements) role.addToPolicy(new PolicyStatement(statement));
    const functionId = Stack.of(this).getLogicalId(node.defaultChild as CfnElement);
    acknowledge(
      role.node.findChild('DefaultPolicy'),
      {
        id: `AwsSolutions-IAM5[Resource::<${functionId}.Arn>:*]`,
        reason:
          'The alias and the versions of the receive function alone. The numbers of later versions are not known.',
      },
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason:
          "CodeDeploy asks for the states of alarms, for which AWS's managed policy has no narrower resource either.",
      },
    );
    return role;
  }
}
