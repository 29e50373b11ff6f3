import { randomBytes } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { CliError } from '../errors.ts';
import { toolName } from '../terminal/command-line.ts';
import type { Stack } from './stack.ts';

/** 288 bits, of characters that need no escape in a URL or a header. */
const TOKEN_BYTES = 36;

/** The token that the vendor presents. Never show it. */
export async function readToken(stack: Stack): Promise<string> {
  return (await readCurrent(stack)).token;
}

/** When the current token replaced another one; undefined if the secret has no earlier version. */
export async function tokenReplacedAt(stack: Stack): Promise<Date | undefined> {
  const { storedAt } = await readCurrent(stack);
  const previous = new GetSecretValueCommand({ SecretId: stack.tokenSecretId, VersionStage: 'AWSPREVIOUS' });
  return withClient((client) =>
    client.send(previous).then(
      () => storedAt,
      (error: unknown) => {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      },
    ),
  );
}

/**
 * Stores a new token, and returns it: a read soon after may still give the previous one. Secrets Manager keeps the previous
 * one, which the function accepts for some hours.
 */
export async function storeNewToken({ tokenSecretId }: Stack): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await withClient((client) =>
    client.send(new PutSecretValueCommand({ SecretId: tokenSecretId, SecretString: token })),
  );
  return token;
}

async function readCurrent({ name, tokenSecretId }: Stack): Promise<{ token: string; storedAt: Date | undefined }> {
  const { SecretString, CreatedDate } = await withClient((client) =>
    client.send(new GetSecretValueCommand({ SecretId: tokenSecretId })),
  );
  const token = SecretString?.trim() ?? '';
  if (token === '')
    throw new CliError(`The token of the stack ${name} is empty. Store one with ${toolName()} rotate-token.`);
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
