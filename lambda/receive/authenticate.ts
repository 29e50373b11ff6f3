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

/** IPv4 addresses in the notation of IPv6 (RFC 4291, section 2.5.5.2). They count as IPv4 addresses. */
const MAPPED_IPV4 = new BlockList();
MAPPED_IPV4.addSubnet('::ffff:0:0', 96, 'ipv6');

/**
 * Accepts the addresses in the given CIDR blocks (or single addresses), or any address if there are none. A block of IPv6
 * admits no IPv4 address.
 *
 * @throws Error that names a block that is not valid
 */
export function allowSources(blocks: readonly string[]): SourceCheck {
  if (blocks.length === 0) return () => true;
  const lists = { 4: new BlockList(), 6: new BlockList() };
  for (const block of blocks) {
    const [address = '', bits] = block.split('/');
    const family = familyOf(address);
    const maxBits = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? maxBits : Number(bits);
    if (family === undefined || !/^\d+$/.test(bits ?? '0') || prefix > maxBits) {
      throw new Error(`Allowed source "${block}" is neither an address nor a CIDR block such as 192.0.2.0/24.`);
    }
    listFor(address, family).addSubnet(address, prefix, `ipv${family}`);
  }
  return (address) => {
    const family = familyOf(address);
    if (family === undefined) return false;
    return listFor(address, family).check(address, `ipv${family}`);
  };

  function listFor(address: string, family: 4 | 6): BlockList {
    return lists[family === 4 || MAPPED_IPV4.check(address, 'ipv6') ? 4 : 6];
  }
}

/** Undefined for text that is no address, and for an address with a zone, which has a meaning on one host only. */
function familyOf(address: string): 4 | 6 | undefined {
  const family = address.includes('%') ? 0 : isIP(address);
  return family === 4 || family === 6 ? family : undefined;
}
