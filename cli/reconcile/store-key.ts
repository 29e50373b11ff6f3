import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CliError } from '../../toolbox/errors.ts';
import { awsConfig, withClient } from '../deployment/aws.ts';
import { readStack } from '../deployment/stack.ts';

/**
 * Stores the API key of the vendor in the secret of the reconciler.
 *
 * @throws CliError if the stack does not reconcile
 */
export async function storeReconcileKey(stackName: string, apiKey: string): Promise<void> {
  const { reconcileApiKeySecretId: SecretId } = await readStack(stackName);
  if (SecretId === undefined)
    throw new CliError(
      `The stack ${stackName} does not reconcile. Set reconcileSubAccounts in its settings file, and deploy it.`,
    );
  await withClient(new SecretsManagerClient(awsConfig()), (client) =>
    client.send(new PutSecretValueCommand({ SecretId, SecretString: apiKey })),
  );
}
