import { isIPv4 } from 'node:net';

/**
 * Returns the URL if its host is this machine.
 *
 * @throws Error if it is another host: no test may reach AWS or the vendor
 */
export function onLoopback(url: string): string {
  const { hostname } = new URL(url);
  if (isIPv4(hostname) && hostname.startsWith('127.')) return url;
  throw new Error(`${url} is not on this machine: tests call 127.0.0.1 alone.`);
}
