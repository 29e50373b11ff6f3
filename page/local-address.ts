/** Path and query of an address that someone else may have written, if it leads to these pages; otherwise that of the first page. */
export function localAddress(given = '/'): string {
  const base = 'http://localhost';
  if (!URL.canParse(given, base)) return '/';
  const { origin, pathname, search } = new URL(given, base);
  return origin === base && given.startsWith('/') && !pathname.startsWith('//') ? pathname + search : '/';
}
