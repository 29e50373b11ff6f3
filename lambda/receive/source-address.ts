import { BlockList, isIP } from 'node:net';

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
