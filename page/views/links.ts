type Query = Readonly<Record<string, string | undefined>>;

/** The addresses of the pages. */
export const pathTo = {
  insights: (): string => '/insights',
  message: (umid: string): string => pathOf('/messages', umid, {}),
  batch: (id: string, query: Query = {}): string => pathOf('/batches', id, query),
  home: (): string => '/',
  now: (): string => '/now',
  /** By POST, so that the text is not in the address. */
  search: (): string => '/search',
  /** @param sealed - the text that was searched for */
  found: (sealed: string, query: Query = {}): string => `/found/${encodeURIComponent(sealed)}${queryOf(query)}`,
  foundCsv: (sealed: string, query: Query = {}): string =>
    `/found/${encodeURIComponent(sealed)}/messages.csv${queryOf(query)}`,
  errors: (): string => '/errors',
  error: (code: number): string => `/errors/${code}`,
  setAside: (reason?: string, before?: string): string => `/set-aside${queryOf({ reason, before })}`,
  setAsideBody: (id: string): string => `/set-aside/${encodeURIComponent(id)}`,
  batchCsv: (id: string, query: Query = {}): string => `/batches.csv${queryOf({ id, ...query })}`,
  activity: (query: Query = {}): string => `/activity${queryOf(query)}`,
  times: (back: string, zone?: string): string => `/times${queryOf({ zone, back })}`,
} as const;

/** Browsers resolve `.` and `..` in a path, however they are encoded, so these are in the query. */
function pathOf(folder: string, id: string, query: Query): string {
  if (id === '.' || id === '..') return `${folder}${queryOf({ id, ...query })}`;
  return `${folder}/${encodeURIComponent(id)}${queryOf(query)}`;
}

function queryOf(values: Query): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
