import { Annotations, Token } from 'aws-cdk-lib';
import { type DeployedTo, readDeployedSettings } from './deployed-settings.ts';
import { belongsToOff, type GivenSettings, isOff } from './read-settings.ts';
import type { ReceiptsStack } from './receipts-stack.ts';
import { SETTING_NAMES, SETTINGS } from './settings.ts';

/** Settings, and the file that they should be in. */
export interface NextDeployment {
  readonly given: GivenSettings;
  /** The settings file, or `none`. */
  readonly path: string;
}

/**
 * Stops a deployment that would remove a feature because its setting is missing: an error of the stack stops `cdk deploy` and
 * `cdk diff`, but not `cdk destroy`. Asks AWS what the stack has now; without credentials of the CDK it does not.
 *
 * @param defaults - account and Region that the CDK found
 */
export async function keepFeatures(
  stack: ReceiptsStack,
  next: NextDeployment,
  { CDK_DEFAULT_ACCOUNT, CDK_DEFAULT_REGION }: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const account = Token.isUnresolved(stack.account) ? CDK_DEFAULT_ACCOUNT : stack.account;
  const region = Token.isUnresolved(stack.region) ? CDK_DEFAULT_REGION : stack.region;
  if (!CDK_DEFAULT_ACCOUNT || !account || !region) return;
  const to: DeployedTo = { stackName: stack.stackName, account, region };
  const deployed = await readDeployedSettings(to).catch((error: Error) => {
    Annotations.of(stack).addWarningV2(
      'receipts:features-not-compared',
      `It is not known whether this deployment removes a feature of the stack: ${error.message || error.name}. Select the account with AWS_PROFILE instead of --profile, with the permission cloudformation:DescribeStacks.`,
    );
    return {};
  });
  for (const line of removedFeatures(deployed ?? {}, next)) Annotations.of(stack).addError(line);
}

/** One line for each feature that the stack has, and the next deployment does not mention. */
export function removedFeatures(
  deployed: Readonly<Record<string, string>>,
  { given, path }: NextDeployment,
): readonly string[] {
  const file = path === 'none' ? 'a settings file' : path;
  return SETTING_NAMES.flatMap((name) => {
    const { off } = SETTINGS[name];
    const value = deployed[name];
    if (off === undefined || value === undefined || isOff(name, value) || Object.hasOwn(given, name)) return [];
    // The feature is removed on purpose
    if (belongsToOff(name, given)) return [];
    return `The stack has ${name}, which this deployment would remove, because no setting names it. To keep it, put "${name}": ${JSON.stringify(value)} into ${file}; to remove it, "${name}": "${off}".`;
  });
}
