import { randomBytes } from 'node:crypto';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CliError } from '../errors.ts';
import type { Stack } from './stack.ts';

/** 288 bits, of characters that need no escape in a URL or a header. */
const TOKEN_BYTES = 36;

/** The token that the vendor is to present. Never to be shown. */
export async function readToken(stack: Stack): Promise<string> {
  return (await readCurrent(stack)).token;
}

/** When the token in use was stored. */
export async function tokenStoredAt(stack: Stack): Promise<Date | undefined> {
  return (await readCurrent(stack)).storedAt;
}

/** Stores a new token; Secrets Manager keeps the one before it, which the function accepts for some hours. */
export async function storeNewToken({ tokenSecretId }: Stack): Promise<void> {
  await withClient((client) =>
    client.send(
      new PutSecretValueCommand({
        SecretId: tokenSecretId,
        SecretString: randomBytes(TOKEN_BYTES).toString('base64url'),
      }),
    ),
  );
}

async function readCurrent({ name, tokenSecretId }: Stack): Promise<{ token: string; storedAt: Date | undefined }> {
  const { SecretString, CreatedDate } = await withClient((client) =>
    client.send(new GetSecretValueCommand({ SecretId: tokenSecretId })),
  );
  const token = SecretString?.trim() ?? '';
  if (token === '')
    throw new CliError(`The token of the stack ${name} is empty. Store one with receipts rotate-token.`);
  return { token, storedAt: CreatedDate };
}

async function withClient<T>(work: (client: SecretsManagerClient) => Promise<T>): Promise<T> {
  const client = new SecretsManagerClient({});
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}
