import { isIPv4 } from 'node:net';

const OWN_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

/** Whether an address is on this machine, so that nothing that is posted there leaves it. */
export function isLoopbackUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
}

/**
 * Whether a `Host` header names a server of ours on this machine, with any port or none.
 *
 * A page of another site can have its own name resolve to 127.0.0.1 (DNS rebinding). The browser then takes the server
 * for that site, and lets its page read the answers; but it still sends the name of the site.
 *
 * @param host - undefined if the request had none
 */
export function isLocalHost(host: string | undefined): boolean {
  const url = `http://${host}`;
  return host !== undefined && URL.canParse(url) && OWN_NAMES.has(new URL(url).hostname);
}
