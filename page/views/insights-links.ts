import type { ComparedRow } from '../../report/compare.ts';
import { DIMENSION_FIELDS } from '../../report/dimensions.ts';
import type { Filter } from '../../report/report.ts';
import { BREAKDOWNS, type Breakdown, type InsightsRequest } from '../insights.ts';

/** The addresses of the insights. A filter for messages without a value has no text. */

const DEFAULT_PERIOD = '7d';
const PATH = '/insights';

/** The parts of an address that filter. */
export function filterFields(filter: Filter): [name: Breakdown, value: string][] {
  return BREAKDOWNS.flatMap((by): [Breakdown, string][] => {
    const value = filter[DIMENSION_FIELDS[by]];
    return value === undefined ? [] : [[by, String(value ?? '')]];
  });
}

/** Reads an address; undefined if a filter has no meaning. */
export function readRequest(query: (name: string) => string | undefined): InsightsRequest | undefined {
  const filter: Record<string, string | number | null> = {};
  for (const by of BREAKDOWNS) {
    const text = query(by);
    if (text === undefined) continue;
    if (by === 'error' && !/^\d{0,9}$/.test(text)) return undefined;
    filter[DIMENSION_FIELDS[by]] = text === '' ? null : by === 'error' ? Number(text) : text;
  }
  return { period: query('period') || DEFAULT_PERIOD, filter };
}

export function insightsPath(request: InsightsRequest): string {
  return `${PATH}?${new URLSearchParams([['period', request.period], ...filterFields(request.filter)])}`;
}

export function csvPath({ period, filter }: InsightsRequest, by: Breakdown): string {
  return `${PATH}.csv?${new URLSearchParams([['period', period], ...filterFields(filter), ['by', by]])}`;
}

export function withFilter({ period, filter }: InsightsRequest, by: Breakdown, row: ComparedRow): InsightsRequest {
  const field = DIMENSION_FIELDS[by];
  return { period, filter: { ...filter, [field]: row[field] } };
}

export function withoutFilter({ period, filter }: InsightsRequest, by: Breakdown): InsightsRequest {
  const { [DIMENSION_FIELDS[by]]: _, ...rest } = filter;
  return { period, filter: rest };
}
