import { hash, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Where the accepted tokens come from. */
export interface TokenSource {
  /** The tokens that are accepted now. Rejects where they cannot be read. */
  tokens(): Promise<readonly string[]>;
  /** The same, read anew where the source allows it: a presented token may be newer than the ones in hand. */
  refreshTokens(): Promise<readonly string[]>;
}

/** Tokens that never change. */
export function fixedTokens(...tokens: readonly string[]): TokenSource {
  return { tokens: async () => tokens, refreshTokens: async () => tokens };
}

/**
 * Whether the request carries an accepted token: as a bearer token, as the password of basic authentication, or as
 * the query parameter `token` (the vendor may send no header to a per-message `dlrCallbackUrl`).
 *
 * Rejects where the accepted tokens cannot be read.
 */
export async function isAuthentic(event: APIGatewayProxyEventV2, source: TokenSource): Promise<boolean> {
  const presented = presentedTokens(event);
  if (presented.length === 0) return false;
  return matches(presented, await source.tokens()) || matches(presented, await source.refreshTokens());
}

function presentedTokens(event: APIGatewayProxyEventV2): string[] {
  const [scheme = '', credentials = ''] = (event.headers.authorization ?? '').trim().split(/\s+/, 2);
  const inHeader: Record<string, () => string> = {
    bearer: () => credentials,
    basic: () =>
      Buffer.from(credentials, 'base64')
        .toString()
        .replace(/^[^:]*:/, ''),
  };
  const fromHeader = Object.hasOwn(inHeader, scheme.toLowerCase()) ? inHeader[scheme.toLowerCase()]?.() : undefined;
  return [fromHeader, event.queryStringParameters?.token].filter(
    (token): token is string => token !== undefined && token !== '',
  );
}

function matches(presented: readonly string[], accepted: readonly string[]): boolean {
  // Every pair is compared, and by digests of one length: the time tells neither which matched nor how much of it
  let found = false;
  for (const token of accepted.filter((candidate) => candidate !== '')) {
    for (const candidate of presented) {
      if (timingSafeEqual(digest(candidate), digest(token))) found = true;
    }
  }
  return found;
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
