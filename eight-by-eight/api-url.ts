import { BlockList, isIP } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** The metadata of a machine in a cloud has such an address (RFC 3927, RFC 4291). */
const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');

/** Why the API key must not be sent to this address; undefined if it may. A proxy of yours has https; a test is on loopback. */
export function apiUrlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be a URL such as https://sms.8x8.com';
  const { protocol, hostname } = new URL(text);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIn(LINK_LOCAL, host)) return 'must not be a link-local address';
  const isLoopback = host === 'localhost' || isIn(LOOPBACK, host);
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback)) return undefined;
  return 'must begin with https://, unless it is a loopback address';
}

function isIn(list: BlockList, host: string): boolean {
  const version = isIP(host);
  return version !== 0 && list.check(host, version === 4 ? 'ipv4' : 'ipv6');
}
