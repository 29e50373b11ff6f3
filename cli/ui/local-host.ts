const OWN_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

/**
 * Whether a `Host` header names this machine. A page of another site that resolves its own name to 127.0.0.1 (DNS
 * rebinding) sends that name.
 */
export function isLocalHost(host: string | undefined): boolean {
  const url = `http://${host}`;
  return host !== undefined && URL.canParse(url) && OWN_NAMES.has(new URL(url).hostname);
}
