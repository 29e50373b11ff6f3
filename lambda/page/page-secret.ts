import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { PageSecret } from '../../contract/page.ts';

/** A secret that was changed works after this time at the latest, without a deployment. */
const MAX_AGE_MS = 60_000;
/** Of the key that the deployment makes; a shorter one was typed by somebody. */
const MIN_KEY_LENGTH = 32;

/**
 * The secret of the page, read again each minute in which somebody needs it.
 *
 * @param now - epoch milliseconds
 * @throws Error if the secret is not what the deployment makes, and the errors of the client; the next call reads again
 */
export function pageSecret(
  client: SecretsManagerClient,
  secretId: string,
  now: () => number,
): () => Promise<PageSecret> {
  let read: { readonly at: number; readonly secret: Promise<PageSecret> } | undefined;
  return () => {
    if (read === undefined || now() - read.at >= MAX_AGE_MS) {
      const secret = readSecret(client, secretId);
      read = { at: now(), secret };
      secret.catch(() => {
        if (read?.secret === secret) read = undefined;
      });
    }
    return read.secret;
  };
}

async function readSecret(client: SecretsManagerClient, secretId: string): Promise<PageSecret> {
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  const { clientSecret = '', sessionKey } = contentOf(SecretString);
  if (typeof sessionKey !== 'string' || sessionKey.length < MIN_KEY_LENGTH)
    throw new Error('The secret of the page has no sessionKey. Make one: receipts page new-key.');
  return { clientSecret: String(clientSecret).trim(), sessionKey };
}

function contentOf(text: string): Partial<Record<keyof PageSecret, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
