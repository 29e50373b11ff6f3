/** The addresses of the pages. */
export const pathTo = {
  message: (umid: string): string => pathOf('/messages', umid, {}),
  batch: (id: string, state?: string): string => pathOf('/batches', id, { state }),
  search: (text: string, before?: string): string => `/${queryOf({ q: text, before })}`,
  setAside: (reason?: string, before?: string): string => `/set-aside${queryOf({ reason, before })}`,
  setAsideBody: (id: string): string => `/set-aside/${encodeURIComponent(id)}`,
} as const;

/** Browsers resolve `.` and `..` in a path, however they are encoded, so these are in the query. */
function pathOf(folder: string, id: string, query: Readonly<Record<string, string | undefined>>): string {
  if (id === '.' || id === '..') return `${folder}${queryOf({ id, ...query })}`;
  return `${folder}/${encodeURIComponent(id)}${queryOf(query)}`;
}

function queryOf(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
