import type { AthenaClient } from '@aws-sdk/client-athena';
import Big from 'big.js';
import { costSql, figuresSql, GROUPING, groupingOf, nameOf, type ReportSet } from '../../report/archive-sql.ts';
import { DIMENSION_FIELDS, type Dimension, type DimensionValue } from '../../report/dimensions.ts';
import { orderRows } from '../../report/order-rows.ts';
import type { Figures, Report, ReportQuery, ReportRow, ReportSource } from '../../report/report.ts';
import { NO_MESSAGES, rateOf } from '../../report/tally.ts';
import type { ArchiveNames } from '../archive/archive-names.ts';
import { type AthenaRow, queryAthena } from '../archive/query-athena.ts';

/**
 * Reports of the archive, by Athena. Reports of the same messages take two queries together: a message without a price is
 * counted, too.
 */
export function archiveSource(client: AthenaClient, archive: ArchiveNames, signal: AbortSignal): ReportSource {
  const ask = (sql: string) => queryAthena(client, archive, sql, signal);
  return async (queries) => {
    const answers = new Map<string, Promise<Answer>>();
    for (const [key, set] of reportSets(queries)) answers.set(key, answerOf(set, ask));
    return Promise.all(
      queries.map(async (query) => reportOf(query, (await answers.get(messagesKey(query))) as Answer)),
    );
  };
}

/** What Athena says of reports of the same messages. */
interface Answer {
  readonly set: ReportSet;
  readonly figures: readonly AthenaRow[];
  readonly costs: readonly AthenaRow[];
}

async function answerOf(set: ReportSet, ask: (sql: string) => Promise<AthenaRow[]>): Promise<Answer> {
  const [figures, costs] = await Promise.all([ask(figuresSql(set)), ask(costSql(set))]);
  return { set, figures, costs };
}

/** The queries by their messages. */
function reportSets(queries: readonly ReportQuery[]): Map<string, ReportSet> {
  const sets = new Map<string, ReportSet>();
  for (const { by, ...messages } of queries) {
    const key = messagesKey(messages);
    sets.set(key, { ...messages, bys: [...(sets.get(key)?.bys ?? []), by] });
  }
  return sets;
}

function messagesKey({ from, to, timeZone, filter }: Omit<ReportQuery, 'by'>): string {
  return JSON.stringify([from, to, timeZone, filter]);
}

function reportOf(query: ReportQuery, { set, figures, costs }: Answer): Report {
  const { by } = query;
  const [total = NO_MESSAGES] = rowsOf([], set, figures, costs);
  return { query, rows: orderRows(by, by.length === 0 ? [] : rowsOf(by, set, figures, costs)), total };
}

function rowsOf(
  by: readonly Dimension[],
  set: ReportSet,
  figures: readonly AthenaRow[],
  costs: readonly AthenaRow[],
): ReportRow[] {
  const isOfReport = (row: AthenaRow) => Number(row[GROUPING]) === groupingOf(set, by);
  const keyOf = (row: AthenaRow) => JSON.stringify(by.map((dimension) => row[nameOf(dimension)]));
  const costsByKey = new Map<string, AthenaRow[]>();
  for (const cost of costs.filter(isOfReport))
    costsByKey.set(keyOf(cost), [...(costsByKey.get(keyOf(cost)) ?? []), cost]);
  return figures
    .filter(isOfReport)
    .map((row) => ({ ...valuesOf(by, row), ...figuresOf(row, costsByKey.get(keyOf(row)) ?? []) }));
}

function valuesOf(by: readonly Dimension[], row: AthenaRow): Readonly<Record<string, DimensionValue>> {
  return Object.fromEntries(
    by.map((dimension) => {
      const value = row[nameOf(dimension)] ?? null;
      return [DIMENSION_FIELDS[dimension], dimension === 'error' && value !== null ? Number(value) : value];
    }),
  );
}

function figuresOf(row: AthenaRow, costs: readonly AthenaRow[]): Figures {
  const count = (column: string) => Number(row[column] ?? 0);
  const [messages, delivered, failed] = [count('messages'), count('delivered'), count('failed')];
  const ms = (text: string | undefined) => (text === undefined ? null : Math.round(Number(text)));
  const cost = costs.map((each) => [each.currency ?? '', new Big(each.cost ?? 0).toFixed()] as const);
  return {
    messages,
    delivered,
    failed,
    open: messages - delivered - failed,
    deliveryRate: rateOf(delivered, failed),
    segments: count('segments'),
    cost: Object.fromEntries(cost.sort(([one], [other]) => (one < other ? -1 : 1))),
    medianDeliveryMs: ms(row.median_ms),
    p95DeliveryMs: ms(row.p95_ms),
  };
}
