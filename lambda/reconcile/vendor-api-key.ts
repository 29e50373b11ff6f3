import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { credentialProblem } from '../../eight-by-eight/credential.ts';
import { VendorError } from '../../eight-by-eight/vendor-error.ts';

/**
 * Reads the vendor's API key from its secret, which is created without a value. Never log the key.
 *
 * @throws VendorError if no key was stored, or what was stored is none
 */
export async function readVendorApiKey(client: SecretsManagerClient, secretId: string): Promise<string> {
  const { SecretString } = await client
    .send(new GetSecretValueCommand({ SecretId: secretId }))
    .catch((error: unknown) => {
      if (error instanceof ResourceNotFoundException) return { SecretString: undefined };
      throw error;
    });
  const apiKey = SecretString?.trim() ?? '';
  const problem = credentialProblem(apiKey);
  if (problem !== undefined) throw new VendorError(`The secret of the API key of 8x8 ${problem}`);
  if (apiKey !== '') return apiKey;
  throw new VendorError('The secret of the API key of 8x8 has no value. Store the key: receipts store-key.');
}
