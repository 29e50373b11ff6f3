/** A part of a list that is sorted by time, newest first. */
export interface Page<T> {
  readonly entries: readonly T[];
  /** The next page has what is older than this time; undefined on the last page. */
  readonly before?: string;
}

/** Reads the first entries. No page misses an entry: those of one millisecond may be on two pages. */
export async function readPage<T>(
  source: AsyncIterable<T>,
  limit: number,
  timeOf: (entry: T) => string,
): Promise<Page<T>> {
  const entries: T[] = [];
  for await (const entry of source) {
    const last = entries.at(-1);
    if (last !== undefined && entries.length >= limit)
      return { entries, before: timeOf(last) === timeOf(entry) ? justAfter(timeOf(last)) : timeOf(last) };
    entries.push(entry);
  }
  return { entries };
}

function justAfter(time: string): string {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? time : new Date(ms + 1).toISOString();
}

/** Merges lists that are sorted by time, newest first, and reads no further than needed. */
export async function* mergeNewestFirst<T>(
  sources: readonly AsyncGenerator<T>[],
  timeOf: (entry: T) => string,
): AsyncGenerator<T> {
  const heads = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    let newest: { readonly at: number; readonly entry: T } | undefined;
    for (const [at, head] of heads.entries())
      if (!head.done && (newest === undefined || timeOf(head.value) > timeOf(newest.entry)))
        newest = { at, entry: head.value };
    if (newest === undefined) return;
    yield newest.entry;
    heads[newest.at] = (await sources[newest.at]?.next()) ?? { done: true, value: undefined };
  }
}
