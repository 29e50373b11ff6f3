/** The addresses of the pages. */
export const pathTo = {
  message: (umid: string): string => `/messages/${encodeURIComponent(umid)}`,
  batch: (id: string, state?: string): string => `/batches/${encodeURIComponent(id)}${queryOf({ state })}`,
  search: (text: string): string => `/${queryOf({ q: text })}`,
  setAside: (reason?: string): string => `/set-aside${queryOf({ reason })}`,
  setAsideBody: (id: string): string => `/set-aside/${encodeURIComponent(id)}`,
} as const;

function queryOf(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
