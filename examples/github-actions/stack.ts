import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { OidcProviderNative, PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

const ISSUER = 'token.actions.githubusercontent.com';
/** What `cdk bootstrap` begins the names of its roles with. */
const BOOTSTRAP = 'cdk-hnb659fds';

export interface PipelineRolesProps extends StackProps {
  /** Owner and name, as in `acme/sms-receipts`. */
  readonly repository: string;
  /** The environment of GitHub that deploys to this account. */
  readonly environment: string;
}

/**
 * The roles that a workflow of one repository takes in this account, without a stored key: one to compare, for pull requests,
 * and one to deploy, for the environment alone. Both can only take the roles of `cdk bootstrap`.
 */
export class PipelineRolesExample extends Stack {
  constructor(scope: Construct, id: string, { repository, environment, ...props }: PipelineRolesProps) {
    super(scope, id, props);
    // An account has one provider for an issuer
    const provider = new OidcProviderNative(this, 'GitHub', {
      url: `https://${ISSUER}`,
      clientIds: ['sts.amazonaws.com'],
    });
    const role = (name: string, subject: string, bootstrapRoles: readonly string[]) => {
      const of = new Role(this, name, {
        assumedBy: new WebIdentityPrincipal(provider.oidcProviderArn, {
          StringEquals: {
            [`${ISSUER}:aud`]: 'sts.amazonaws.com',
            [`${ISSUER}:sub`]: `repo:${repository}:${subject}`,
          },
        }),
        maxSessionDuration: Duration.hours(1),
      });
      of.addToPolicy(
        new PolicyStatement({
          actions: ['sts:AssumeRole'],
          resources: bootstrapRoles.map((part) =>
            this.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: `${BOOTSTRAP}-${part}-*` }),
          ),
        }),
      );
      // The synthesis reads what the stack has, so that no feature is removed by accident; the tool reads its outputs
      of.addToPolicy(new PolicyStatement({ actions: ['cloudformation:DescribeStacks'], resources: ['*'] }));
      new CfnOutput(this, `${name}Arn`, { value: of.roleArn });
    };
    role('DiffRole', 'pull_request', ['lookup-role']);
    role('DeployRole', `environment:${environment}`, ['lookup-role', 'deploy-role', 'file-publishing-role']);
  }
}
