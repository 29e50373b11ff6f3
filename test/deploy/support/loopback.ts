import { isIPv4 } from 'node:net';

/**
 * Gives the address back where it is one of this machine's own.
 *
 * @throws Error where it is not: no test may reach AWS, or the vendor
 */
export function onLoopback(url: string): string {
  const { hostname } = new URL(url);
  if (isIPv4(hostname) && hostname.startsWith('127.')) return url;
  throw new Error(`${url} is not on this machine: tests call 127.0.0.1 alone.`);
}
