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

/** Reports of the same messages, which one query answers. */
export interface ReportSet extends Omit<ReportQuery, 'by'> {
  /** The rows of each report. */
  readonly bys: readonly (readonly Dimension[])[];
}

/** The column of the result that says of which report a row is: see {@link groupingOf}. */
export const GROUPING = 'grouping_set';

/**
 * The figures of reports but their cost: a row for each combination of values of each report, and one for the total. The
 * percentiles are those of `approx_percentile`, which keeps no list of all times.
 *
 * @see https://trino.io/docs/current/functions/aggregate.html
 */
export function figuresSql(set: ReportSet): string {
  return `${factsSql(set)}
SELECT ${columnsOf(set)}
  count(*) AS messages,
  count_if(terminal AND final_state IN ('delivered', 'read')) AS delivered,
  count_if(terminal AND final_state NOT IN ('delivered', 'read')) AS failed,
  coalesce(sum(segments), 0) AS segments,
  approx_percentile(delivery_ms, 0.5) AS median_ms,
  approx_percentile(delivery_ms, 0.95) AS p95_ms
FROM facts${groupBy(set)}`;
}

/** What the messages of the same reports cost, by currency. */
export function costSql(set: ReportSet): string {
  return `${factsSql(set)}
SELECT ${columnsOf(set)}
  currency,
  sum(CAST(price AS decimal(38, 15))) AS cost
FROM facts
WHERE price IS NOT NULL${groupBy(set, 'currency')}`;
}

/** The messages of the period that pass the filter. */
function factsSql(set: ReportSet): string {
  const { from, to, filter } = set;
  const by = dimensionsOf(set);
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
FROM last_versions${isByDay ? `\n${joinDays(set)}` : ''}
WHERE ${conditions.join('\n  AND ')}
)`;
}

/** The day of a message in the time zone of the report: the list has the first instant of each. */
function joinDays(set: ReportSet): string {
  const days = startsOfDays(set, set.timeZone);
  const rows = days.map(({ day, start }, at) => {
    const end = days[at + 1]?.start ?? set.to.toISOString();
    return `('${day}', '${start}', '${end}')`;
  });
  return `JOIN (VALUES ${rows.join(', ')}) AS days (report_day, starts, ends)
  ON first_received_at >= starts AND first_received_at < ends`;
}

function columnsOf(set: ReportSet): string {
  const names = dimensionsOf(set).map(nameOf);
  if (names.length === 0) return `0 AS ${GROUPING},`;
  return `${names.join(', ')}, grouping(${names.join(', ')}) AS ${GROUPING},`;
}

/** Trino allows only names of columns in grouping sets. */
function groupBy(set: ReportSet, ...more: readonly string[]): string {
  const sets = [[], ...set.bys].map((by) => {
    const names = dimensionsOf(set)
      .filter((dimension) => by.includes(dimension))
      .map(nameOf);
    return `(${[...names, ...more].join(', ')})`;
  });
  return `\nGROUP BY GROUPING SETS (${[...new Set(sets)].join(', ')})`;
}

/** All that some of the reports are by, in the order of their columns. */
function dimensionsOf({ bys }: ReportSet): Dimension[] {
  return [...new Set(bys.flat())];
}

/**
 * The value of {@link GROUPING} in the rows of the report by these dimensions; without any, in that of the total. It has a bit for
 * each column, the last one the least, which is 1 if the rows are not by it.
 *
 * @see https://trino.io/docs/current/sql/select.html#grouping-operation
 */
export function groupingOf(set: ReportSet, by: readonly Dimension[]): number {
  return dimensionsOf(set).reduce((bits, dimension) => 2 * bits + (by.includes(dimension) ? 0 : 1), 0);
}

/** The column of a value in the result. */
export function nameOf(dimension: Dimension): string {
  return `by_${DIMENSION_FIELDS[dimension].toLowerCase()}`;
}

function literal(value: string | number): string {
  return typeof value === 'number' ? `${value}` : `'${value.replaceAll("'", "''")}'`;
}
