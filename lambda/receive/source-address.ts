import { BlockList, isIP } from 'node:net';

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
    lists[family].addSubnet(address, prefix, `ipv${family}`);
  }
  return (address) => {
    const family = familyOf(address);
    if (family === undefined) return false;
    const isIpv4 = family === 4 || MAPPED_IPV4.check(address, 'ipv6');
    return lists[isIpv4 ? 4 : 6].check(address, `ipv${family}`);
  };
}

/** Undefined for text that is no address, and for an address with a zone, which has a meaning on one host only. */
function familyOf(address: string): 4 | 6 | undefined {
  const family = address.includes('%') ? 0 : isIP(address);
  return family === 4 || family === 6 ? family : undefined;
}
