import { randomUUID } from 'node:crypto';
import {
  InvalidParameterException,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { CliError } from '../../toolbox/errors.ts';

/** Another version of a secret became the current one. */
export class SecretReplacedError extends CliError {
  override readonly name = 'SecretReplacedError';
}

/**
 * Makes a new version of a secret the current one. Of two tools that replace one version, only one succeeds:
 * `RemoveFromVersionId` must be the current version.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 * @param replaced - id of the version that it replaces
 * @throws SecretReplacedError if that is not the current version any more; the current one stays
 */
export async function replaceVersion(
  client: SecretsManagerClient,
  SecretId: string,
  replaced: string,
  SecretString: string,
): Promise<void> {
  const version = randomUUID();
  // Without a label of its own, the new version would be the current one at once
  const label = `receipts-${version}`;
  const stored = { SecretId, SecretString, ClientRequestToken: version, VersionStages: [label] };
  const current = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: version, RemoveFromVersionId: replaced };
  await client.send(new PutSecretValueCommand(stored));
  try {
    await client.send(new UpdateSecretVersionStageCommand(current));
  } catch (error) {
    if (!(error instanceof InvalidParameterException)) throw error;
    throw new SecretReplacedError(
      'Somebody else has changed the secret at the same time. Nothing was stored: run it again.',
    );
  } finally {
    // Secrets Manager deletes a version without a label
    const unlabel = { SecretId, VersionStage: label, RemoveFromVersionId: version };
    await client.send(new UpdateSecretVersionStageCommand(unlabel)).catch(() => undefined);
  }
}
