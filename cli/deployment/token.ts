import { randomBytes } from 'node:crypto';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { credentialProblem } from '../../eight-by-eight/credential.ts';
import { toolName } from '../../toolbox/command-line.ts';
import { CliError } from '../../toolbox/errors.ts';
import { awsConfig, withClient } from './aws.ts';
import { replaceVersion } from './secret-version.ts';
import type { Stack } from './stack.ts';

/** 288 bits, of characters that need no escape in a URL or a header. */
const TOKEN_BYTES = 36;

const secretsManager = () => new SecretsManagerClient(awsConfig());

/**
 * The token that the vendor presents. Never show it.
 *
 * @throws CliError if there is none, or no request can carry it
 */
export async function readToken(stack: Stack): Promise<string> {
  const { token } = await readCurrent(stack);
  const problem = credentialProblem(token);
  if (problem !== undefined) throw new CliError(`The token of the stack ${stack.name} ${problem}`);
  return token;
}

/** The current version of the secret. */
export interface CurrentVersion {
  readonly id: string;
  /** When it replaced another one; undefined if the secret has no earlier version. */
  readonly replacedAt: Date | undefined;
}

export async function readCurrentVersion(stack: Stack): Promise<CurrentVersion> {
  const { id, storedAt } = await readCurrent(stack);
  const previous = new GetSecretValueCommand({ SecretId: stack.tokenSecretId, VersionStage: 'AWSPREVIOUS' });
  const replacedAt = await withClient(secretsManager(), (client) =>
    client.send(previous).then(
      () => storedAt,
      (error: unknown) => {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      },
    ),
  );
  return { id, replacedAt };
}

/**
 * Stores a new token, and returns it: a read soon after may still give the previous one. Secrets Manager keeps the previous
 * one, which the function accepts for some hours.
 *
 * @param replaced - id of the version that it replaces
 * @throws SecretReplacedError if that is not the current version any more; the current token stays
 */
export async function storeNewToken({ tokenSecretId }: Stack, replaced: string): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await withClient(secretsManager(), (client) => replaceVersion(client, tokenSecretId, replaced, token));
  return token;
}

interface ReadVersion {
  readonly token: string;
  readonly id: string;
  readonly storedAt: Date | undefined;
}

async function readCurrent({ name, tokenSecretId }: Stack): Promise<ReadVersion> {
  const {
    SecretString,
    VersionId = '',
    CreatedDate,
  } = await withClient(secretsManager(), (client) =>
    client.send(new GetSecretValueCommand({ SecretId: tokenSecretId })),
  );
  const token = SecretString?.trim() ?? '';
  if (token === '')
    throw new CliError(`The token of the stack ${name} is empty. Store one with ${toolName()} rotate-token.`);
  return { token, id: VersionId, storedAt: CreatedDate };
}
