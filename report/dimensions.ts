import { type Period, startsOfDays } from './days.ts';
import type { MessageFacts } from './message-facts.ts';

/** What a report can be split by, and the name of its value in a row. */
export const DIMENSION_FIELDS = {
  day: 'day',
  month: 'month',
  country: 'country',
  operator: 'operator',
  'sub-account': 'subAccountId',
  source: 'source',
  state: 'state',
  error: 'errorCode',
  batch: 'batchId',
} as const;

export type Dimension = keyof typeof DIMENSION_FIELDS;
export const DIMENSIONS = Object.keys(DIMENSION_FIELDS) as readonly Dimension[];

/** `day` is like 2026-11-28, `month` like 2026-11. Null if the message has no such value. */
export interface DimensionValues {
  readonly day?: string;
  readonly month?: string;
  readonly country?: string;
  readonly operator?: string | null;
  readonly subAccountId?: string | null;
  readonly source?: string | null;
  readonly state?: string;
  readonly errorCode?: number | null;
  readonly batchId?: string | null;
}

export type DimensionValue = string | number | null;

/** Reads one value of a message. */
export type ReadValue = (facts: MessageFacts) => DimensionValue;

/** How to read each value of messages of this period. */
export function dimensionReaders(period: Period, timeZone: string): Readonly<Record<Dimension, ReadValue>> {
  const dayOf = dayReader(period, timeZone);
  return {
    ...VALUE_OF,
    day: ({ firstReceivedAt }) => dayOf(firstReceivedAt),
    month: ({ firstReceivedAt }) => dayOf(firstReceivedAt).slice(0, 'yyyy-MM'.length),
  };
}

/** The values that need no time zone. */
export const VALUE_OF = {
  country: ({ country }) => country,
  operator: ({ operator }) => operator ?? null,
  'sub-account': ({ subAccountId }) => subAccountId ?? null,
  source: ({ source }) => source ?? null,
  state: ({ state }) => state,
  // 0 is "no error"
  error: ({ errorCode }) => errorCode || null,
  batch: ({ batchId }) => batchId ?? null,
} as const satisfies Record<Exclude<Dimension, 'day' | 'month'>, ReadValue>;

/** Finds the day of a time by the starts of the days: a formatter would take most of the time of a report. */
function dayReader(period: Period, timeZone: string): (time: string) => string {
  const days = startsOfDays(period, timeZone);
  return (time) => {
    let [first, end] = [0, days.length];
    while (end - first > 1) {
      const middle = (first + end) >> 1;
      if ((days[middle]?.start ?? '') <= time) first = middle;
      else end = middle;
    }
    return days[first]?.day ?? '';
  };
}
