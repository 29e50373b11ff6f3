import { isIP } from 'node:net';
import { Fn, Token } from 'aws-cdk-lib';
import { VENDOR_ADDRESSES } from '../../eight-by-eight/source-addresses.ts';

const PRESETS: Readonly<Record<string, readonly string[]>> = VENDOR_ADDRESSES;

/** Names of the vendor's regions. Each stands for its addresses. */
export const SOURCE_PRESETS = Object.keys(PRESETS);

/** The list is in the function's environment, and Lambda limits all variables together to 4 KB. */
export const MAX_SOURCES_LENGTH = 3000;

/** Whether this is an address, a CIDR block or the name of a vendor's region. */
export function isSource(text: string): boolean {
  return Object.hasOwn(PRESETS, text) || isAddressBlock(text);
}

/** The sources with each vendor's region replaced by its addresses, without repetitions. */
export function expandSources(sources: readonly string[]): string[] {
  return [...new Set(sources.flatMap((source) => PRESETS[source] ?? [source]))];
}

/**
 * The list for the environment of the function. A token in it must be an address or a CIDR block, which nothing checks.
 *
 * @throws Error if a source is neither an address, a CIDR block nor a vendor's region, or the list is too long
 */
export function sourceList(sources: readonly string[]): string {
  if (Token.isUnresolved(sources)) return Fn.join(',', [...sources]);
  const wrong = sources.filter((source) => !Token.isUnresolved(source) && !isSource(source));
  if (wrong.length > 0) {
    throw new Error(
      `SmsReceipts: allowedSources has ${wrong.join(', ')}: must be an address, a CIDR block or one of ${SOURCE_PRESETS.join(', ')}.`,
    );
  }
  const list = expandSources(sources).join(',');
  if (list.length > MAX_SOURCES_LENGTH) {
    throw new Error(`SmsReceipts: allowedSources has more than ${MAX_SOURCES_LENGTH} characters in all.`);
  }
  return list;
}

function isAddressBlock(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const maxBits = { 4: 32, 6: 128 }[isIP(address)];
  // A zone such as fe80::1%eth0 has a meaning on one host only
  if (maxBits === undefined || address.includes('%') || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= maxBits);
}
