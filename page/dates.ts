import type { TimeRange } from '../lookup/search.ts';
import { addDays, startOfDay } from '../report/days.ts';

/** Which messages to a number a page shows. */
export interface Dates {
  /** The first and the last day, such as `2026-11-28`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Only those first received before this time, in ISO 8601: the next page. */
  readonly before?: string | undefined;
}

/** The range of receive times; undefined for all. The page before sets an earlier end than the last day. */
export function rangeOf({ from, to, before }: Dates, timeZone: string): TimeRange | undefined {
  if ((from ?? to ?? before) === undefined) return undefined;
  return {
    from: from && startOfDay(from, timeZone).toISOString(),
    before: before ?? (to && startOfDay(addDays(to, 1), timeZone).toISOString()),
  };
}
