import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { TokenSource } from './authenticate.ts';

const HOUR_MS = 3_600_000;
/** Requests with a wrong token must not become a storm of requests for the secret. */
const MIN_REFRESH_MS = 60_000;
/** The token is read once in a container's life, within the 8 seconds that the caller waits at most. */
const READ_TIMEOUT_MS = 2_500;

/** The secret that holds the token, and for how long its previous value is good. */
export interface SecretSettings {
  /** ARN or name of the Secrets Manager secret, whose text is the token. */
  readonly secretId: string;
  /** Hours after the newest value was stored in which the one before it is accepted. */
  readonly overlapHours: number;
}

export function secretsManagerClient(): SecretsManagerClient {
  return new SecretsManagerClient({
    maxAttempts: 2,
    requestHandler: new NodeHttpHandler({ connectionTimeout: 800, requestTimeout: 1200, throwOnRequestTimeout: true }),
  });
}

interface Reading {
  readonly current: string;
  readonly previous: string | undefined;
  /** When the previous token is no longer accepted, in epoch milliseconds. */
  readonly overlapEnds: number;
}

/**
 * The tokens in a Secrets Manager secret: its current value and, for some hours after that was stored, the one before
 * it, so that the vendor's setting can be changed after the secret. Read once, and again for a token that does not
 * match, at most once a minute.
 *
 * @param now - epoch milliseconds
 */
export function secretTokens(client: SecretsManagerClient, settings: SecretSettings, now: () => number): TokenSource {
  let reading: Promise<Reading> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;

  return {
    tokens: async () => accepted(await (reading ?? read())),
    refreshTokens: async () => accepted(await (now() - readAt >= MIN_REFRESH_MS ? read() : (reading ?? read()))),
  };

  function read(): Promise<Reading> {
    const before = reading;
    readAt = now();
    reading = readSecret();
    reading.catch(() => {
      // What was read before still serves those whose token it holds; without it, the next request tries again
      reading = before;
    });
    return reading;
  }

  async function readSecret(): Promise<Reading> {
    const abortSignal = AbortSignal.timeout(READ_TIMEOUT_MS);
    const { SecretString, CreatedDate } = await client.send(
      new GetSecretValueCommand({ SecretId: settings.secretId }),
      { abortSignal },
    );
    const overlapEnds = (CreatedDate?.getTime() ?? 0) + settings.overlapHours * HOUR_MS;
    const previous = now() < overlapEnds ? await readPrevious(abortSignal) : undefined;
    return { current: SecretString?.trim() ?? '', previous, overlapEnds };
  }

  async function readPrevious(abortSignal: AbortSignal): Promise<string | undefined> {
    const command = new GetSecretValueCommand({ SecretId: settings.secretId, VersionStage: 'AWSPREVIOUS' });
    try {
      return (await client.send(command, { abortSignal })).SecretString?.trim();
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  function accepted({ current, previous, overlapEnds }: Reading): string[] {
    return previous !== undefined && now() < overlapEnds ? [current, previous] : [current];
  }
}
