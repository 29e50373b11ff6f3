import { lastVersionsSql } from '../contract/archive-sql.ts';
import { startsOfDays } from './days.ts';
import { DIMENSION_FIELDS, type Dimension } from './dimensions.ts';
import type { ReportQuery } from './report.ts';
import { NO_CURRENCY } from './tally.ts';

const DAY_MS = 24 * 3_600_000;

/** Where the values of a report are in the archive. Days come from a list, so that they begin where they do in other sources. */
const COLUMN_OF: Readonly<Record<Dimension, string>> = {
  day: 'report_day',
  month: "substr(report_day, 1, length('yyyy-MM'))",
  country: 'country',
  operator: 'operator',
  'sub-account': 'sub_account_id',
  source: 'source',
  state: 'state',
  // 0 is "no error"
  error: 'nullif(error_code, 0)',
  batch: 'batch_id',
};

/** Whether a row of the result is the total. */
export const IS_TOTAL = 'is_total';
/**
 * The figures of a report but its cost: a row for each combination of values, and one for the total. The percentiles are those of
 * `approx_percentile`, which keeps no list of all times.
 *
 * @see https://trino.io/docs/current/functions/aggregate.html
 */
export function figuresSql(query: ReportQuery): string {
  return `${factsSql(query)}
SELECT ${columnsOf(query)}
  count(*) AS messages,
  count_if(terminal AND final_state IN ('delivered', 'read')) AS delivered,
  count_if(terminal AND final_state NOT IN ('delivered', 'read')) AS failed,
  coalesce(sum(segments), 0) AS segments,
  approx_percentile(delivery_ms, 0.5) AS median_ms,
  approx_percentile(delivery_ms, 0.95) AS p95_ms
FROM facts${groupBy(query)}`;
}

/** What the messages of a report cost, by currency: a row for each combination of values, and one for the total. */
export function costSql(query: ReportQuery): string {
  return `${factsSql(query)}
SELECT ${columnsOf(query)}
  currency,
  sum(CAST(price AS decimal(38, 15))) AS cost
FROM facts
WHERE price IS NOT NULL${groupBy(query, 'currency')}`;
}

/** The messages of the period that pass the filter. */
function factsSql(query: ReportQuery): string {
  const { from, to, by, filter } = query;
  const conditions = [
    `first_received_at >= '${from.toISOString()}' AND first_received_at < '${to.toISOString()}'`,
    ...Object.entries(DIMENSION_FIELDS).flatMap(([dimension, field]) => {
      const wanted = filter[field as keyof typeof filter];
      if (wanted === undefined) return [];
      const column = COLUMN_OF[dimension as Dimension];
      return [wanted === null ? `${column} IS NULL` : `${column} = ${literal(wanted)}`];
    }),
  ];
  // A row is archived after its first receipt, by the clock of another service
  const since = new Date(from.getTime() - DAY_MS).toISOString().slice(0, 'yyyy-MM-dd'.length);
  const selected = by.map((dimension) => `${COLUMN_OF[dimension]} AS ${nameOf(dimension)}`);
  const figures = [
    'terminal',
    'state AS final_state',
    'segments',
    'delivery_ms',
    'price',
    `coalesce(currency, '${NO_CURRENCY}') AS currency`,
  ];
  const isByDay = by.includes('day') || by.includes('month');
  return `WITH last_versions AS (
${lastVersionsSql(since)}
), facts AS (
SELECT ${[...selected, ...figures].join(', ')}
FROM last_versions${isByDay ? `\n${joinDays(query)}` : ''}
WHERE ${conditions.join('\n  AND ')}
)`;
}

/** The day of a message in the time zone of the report: the list has the first instant of each. */
function joinDays(query: ReportQuery): string {
  const days = startsOfDays(query, query.timeZone);
  const rows = days.map(({ day, start }, at) => {
    const end = days[at + 1]?.start ?? query.to.toISOString();
    return `('${day}', '${start}', '${end}')`;
  });
  return `JOIN (VALUES ${rows.join(', ')}) AS days (report_day, starts, ends)
  ON first_received_at >= starts AND first_received_at < ends`;
}

function columnsOf({ by }: ReportQuery): string {
  if (by.length === 0) return `1 AS ${IS_TOTAL},`;
  const names = by.map(nameOf);
  return `${names.join(', ')}, grouping(${names[0]}) AS ${IS_TOTAL},`;
}

/** Trino allows only names of columns in grouping sets. */
function groupBy({ by }: ReportQuery, ...more: readonly string[]): string {
  const sets = [...(by.length === 0 ? [] : [[...by.map(nameOf), ...more]]), more];
  if (by.length === 0 && more.length === 0) return '';
  return `\nGROUP BY GROUPING SETS (${sets.map((names) => `(${names.join(', ')})`).join(', ')})`;
}

/** The column of a value in the result. */
export function nameOf(dimension: Dimension): string {
  return `by_${DIMENSION_FIELDS[dimension].toLowerCase()}`;
}

function literal(value: string | number): string {
  return typeof value === 'number' ? `${value}` : `'${value.replaceAll("'", "''")}'`;
}
