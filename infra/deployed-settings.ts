import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { Arn, ArnFormat } from 'aws-cdk-lib';
import { OUTPUTS } from '../contract/outputs.ts';

/** A deployment also works without this answer, so it does not wait long. */
const IMPATIENT = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/** Where a stack is deployed to. */
export interface DeployedTo {
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
}

/**
 * The settings that a stack was deployed with, as text; undefined if there is no such stack, or it does not publish them.
 *
 * @throws Error if AWS does not answer, or the credentials are those of another account
 */
export async function readDeployedSettings({
  stackName,
  account,
  region,
}: DeployedTo): Promise<Readonly<Record<string, string>> | undefined> {
  const client = new CloudFormationClient({ region, ...IMPATIENT });
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const { account: asked } = Arn.split(`${stack?.StackId}`, ArnFormat.SLASH_RESOURCE_NAME);
    // The option --profile of the CDK is not for the app
    if (asked !== account)
      throw new Error(`the credentials of the environment are those of the account ${asked}, not of ${account}`);
    const settings = stack?.Outputs?.find(({ OutputKey }) => OutputKey === OUTPUTS.settings)?.OutputValue;
    return settings === undefined ? undefined : JSON.parse(settings);
  } catch (error) {
    if (error instanceof Error && /^Stack .* does not exist/.test(error.message)) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}
