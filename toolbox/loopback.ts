import { isIPv4 } from 'node:net';

const OWN_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

/** Whether a URL is on this machine, so that posted data does not leave it. */
export function isLoopbackUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
}

/**
 * Whether a `Host` header names this machine, with or without a port.
 *
 * Another site can let its own name resolve to 127.0.0.1 (DNS rebinding). The browser then treats this server as that site
 * and lets its page read the answers, but the `Host` header still has the site's name.
 *
 * @param host - undefined if the request had none
 */
export function isLocalHost(host: string | undefined): boolean {
  const url = `http://${host}`;
  return host !== undefined && URL.canParse(url) && OWN_NAMES.has(new URL(url).hostname);
}
