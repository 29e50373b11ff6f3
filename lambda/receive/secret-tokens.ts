import {
  GetSecretValueCommand,
  type GetSecretValueCommandOutput,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { TokenSource } from './authenticate.ts';

const HOUR_MS = 3_600_000;
/** A container reads a rotated token within this time, even if nobody presents the new one. */
const REFRESH_INTERVAL_MS = HOUR_MS;
/** Limits the reads that requests with a wrong token cause. */
const MIN_REFRESH_MS = 60_000;
/** Leaves time for the tables and the queue before the deadline of 4.5 seconds. */
const READ_TIMEOUT_MS = 2_000;

/** The secret that holds the token, and how long its previous value is accepted. */
export interface SecretSettings {
  /** ARN or name of the Secrets Manager secret, whose text is the token. */
  readonly secretId: string;
  /** Hours for which the previous value is accepted after a new one was stored. */
  readonly overlapHours: number;
}

export interface SecretTokens extends TokenSource {
  /** Reads the secret before the first request. If that fails, the first request tries again. */
  prefetch(): void;
}

export function secretsManagerClient(): SecretsManagerClient {
  return new SecretsManagerClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 900, throwOnRequestTimeout: true },
  });
}

interface CurrentToken {
  readonly token: string;
  /** Id of the version of the secret: a token that was replaced may be stored again later. */
  readonly version: string;
  /** When the previous token stops being accepted, in epoch milliseconds. */
  readonly overlapEnds: number;
}

/**
 * The tokens in a Secrets Manager secret: its current value and, for some hours after a rotation, its previous value,
 * so that the vendor's webhook can be changed after the secret. Known tokens are accepted without a request. A token
 * that matches none of them causes a read of the secret, at most once a minute. If that read fails, only this request
 * fails, and the next one reads again.
 *
 * @param now - epoch milliseconds of a clock that never goes back
 */
export function secretTokens(client: SecretsManagerClient, settings: SecretSettings, now: () => number): SecretTokens {
  const overlapMs = settings.overlapHours * HOUR_MS;
  let current: CurrentToken | undefined;
  let currentReadAt = Number.NEGATIVE_INFINITY;
  let lastAttemptAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<CurrentToken> | undefined;
  let previous: { readonly toVersion: string; readonly token: string } | undefined;

  return {
    prefetch: () => void refresh().catch(() => undefined),
    acceptedTokens: async function* () {
      const known = await currentToken();
      yield known.token;
      if (previous?.toVersion === known.version && now() < known.overlapEnds) yield previous.token;
      const newest = now() - currentReadAt >= MIN_REFRESH_MS ? await refresh() : known;
      if (newest.version !== known.version) yield newest.token;
      if (now() < newest.overlapEnds) yield await previousTo(newest);
    },
  };

  async function currentToken(): Promise<CurrentToken> {
    const known = current;
    const age = now() - currentReadAt;
    // A token that was current within the overlap is still valid, even if it was replaced; an older one may not be
    if (known === undefined || age >= overlapMs) return refresh();
    if (age >= REFRESH_INTERVAL_MS && now() - lastAttemptAt >= MIN_REFRESH_MS) refresh().catch(() => undefined);
    return known;
  }

  /**
   * Reads the current token. Concurrent callers share one read, and start another one if it fails: Lambda may have frozen
   * the container during the first read until its time-out.
   */
  function refresh(): Promise<CurrentToken> {
    return reading === undefined ? startReading() : reading.catch(() => reading ?? startReading());
  }

  function startReading(): Promise<CurrentToken> {
    const startedAt = now();
    lastAttemptAt = startedAt;
    reading = readCurrent()
      .then((token) => {
        current = token;
        currentReadAt = startedAt;
        return token;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  async function readCurrent(): Promise<CurrentToken> {
    const { SecretString, VersionId = '', CreatedDate } = await read('AWSCURRENT');
    return {
      token: SecretString?.trim() ?? '',
      version: VersionId,
      overlapEnds: (CreatedDate?.getTime() ?? 0) + overlapMs,
    };
  }

  /** The token before the given one; empty if there is none. */
  async function previousTo({ version }: CurrentToken): Promise<string> {
    if (previous?.toVersion !== version) previous = { toVersion: version, token: await readPrevious() };
    return previous.token;
  }

  async function readPrevious(): Promise<string> {
    try {
      return (await read('AWSPREVIOUS')).SecretString?.trim() ?? '';
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return '';
      throw error;
    }
  }

  function read(VersionStage: string): Promise<GetSecretValueCommandOutput> {
    const command = new GetSecretValueCommand({ SecretId: settings.secretId, VersionStage });
    return client.send(command, { abortSignal: AbortSignal.timeout(READ_TIMEOUT_MS) });
  }
}
