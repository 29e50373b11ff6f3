import { randomBytes } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { PageSecret } from '../../contract/page.ts';
import { awsConfig, withClient } from '../deployment/aws.ts';
import { replaceVersion } from '../deployment/secret-version.ts';

/** 288 bits. */
const KEY_BYTES = 36;

/** Stores the secret that the page has at the provider. It keeps the key of the sessions. */
export async function storeClientSecret(secretId: string, clientSecret: string): Promise<void> {
  await change(secretId, ({ sessionKey }) => ({ clientSecret, sessionKey: sessionKey || newKey() }));
}

/** Replaces the key of the sessions, which ends all of them. It keeps the client secret. */
export async function replaceSessionKey(secretId: string): Promise<void> {
  await change(secretId, ({ clientSecret = '' }) => ({ clientSecret, sessionKey: newKey() }));
}

/** Of two changes at the same time one fails, so that neither puts back what the other has replaced. */
async function change(SecretId: string, to: (before: Partial<PageSecret>) => PageSecret): Promise<void> {
  await withClient(new SecretsManagerClient(awsConfig()), async (client) => {
    const { SecretString = '', VersionId = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
    const after = to(contentOf(SecretString));
    await replaceVersion(client, SecretId, VersionId, JSON.stringify(after));
  });
}

/** Of a secret that somebody has filled by hand, whatever is in it. */
function contentOf(text: string): Partial<PageSecret> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function newKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}
