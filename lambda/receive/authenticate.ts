import { hash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Where the accepted tokens come from. */
export interface TokenSource {
  /**
   * Yields the accepted tokens, those that need no request first. The caller stops at the one that matches. Throws if a
   * further token cannot be read.
   */
  acceptedTokens(): AsyncIterable<string>;
}

/** Tokens that never change. */
export function fixedTokens(...tokens: readonly string[]): TokenSource {
  return {
    acceptedTokens: async function* () {
      yield* tokens;
    },
  };
}

/**
 * Whether the request carries an accepted token: as a bearer token, as the password of basic authentication, or as
 * the query parameter `token` (the vendor may send no header to a per-message `dlrCallbackUrl`).
 *
 * @throws Error if no token matches and some accepted token cannot be read
 */
export async function isAuthentic(event: APIGatewayProxyEventV2, source: TokenSource): Promise<boolean> {
  const presented = presentedTokens(event);
  if (presented.length === 0) return false;
  for await (const accepted of source.acceptedTokens()) if (matches(presented, accepted)) return true;
  return false;
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

function matches(presented: readonly string[], accepted: string): boolean {
  if (accepted === '') return false;
  // Digests have the same length, and all candidates are compared, so the duration reveals nothing about the token
  let found = false;
  for (const candidate of presented) if (timingSafeEqual(digest(candidate), digest(accepted))) found = true;
  return found;
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** Decides whether a request may come from an address. */
export type SourceCheck = (address: string) => boolean;

/**
 * Accepts the addresses in the given CIDR blocks (or single addresses), or any address if there are none.
 *
 * @throws Error that names a block that is not valid
 */
export function allowSources(blocks: readonly string[]): SourceCheck {
  if (blocks.length === 0) return () => true;
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', bits] = block.split('/');
    const family = isIP(address);
    const prefix = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
    if (family === 0 || !/^\d+$/.test(bits ?? '0') || prefix > (family === 4 ? 32 : 128)) {
      throw new Error(`Allowed source "${block}" is neither an address nor a CIDR block such as 192.0.2.0/24.`);
    }
    list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}
