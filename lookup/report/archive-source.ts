import type { AthenaClient } from '@aws-sdk/client-athena';
import Big from 'big.js';
import { costSql, figuresSql, IS_TOTAL, nameOf } from '../../report/archive-sql.ts';
import { DIMENSION_FIELDS, type Dimension, type DimensionValue } from '../../report/dimensions.ts';
import { orderRows } from '../../report/order-rows.ts';
import type { Figures, Report, ReportQuery, ReportRow, ReportSource } from '../../report/report.ts';
import { NO_MESSAGES, rateOf } from '../../report/tally.ts';
import type { ArchiveNames } from '../archive/archive-names.ts';
import { type AthenaRow, queryAthena } from '../archive/query-athena.ts';

/** Reports of the archive, by Athena. Each takes two queries, because a message without a price is counted, too. */
export function archiveSource(client: AthenaClient, archive: ArchiveNames, signal: AbortSignal): ReportSource {
  const ask = (sql: string) => queryAthena(client, archive, sql, signal);
  return (queries) =>
    Promise.all(
      queries.map(async (query) => {
        const [figures, costs] = await Promise.all([ask(figuresSql(query)), ask(costSql(query))]);
        return reportOf(query, figures, costs);
      }),
    );
}

function reportOf(query: ReportQuery, figures: readonly AthenaRow[], costs: readonly AthenaRow[]): Report {
  const { by } = query;
  const keyOf = (row: AthenaRow) => JSON.stringify([row[IS_TOTAL], ...by.map((dimension) => row[nameOf(dimension)])]);
  let total = NO_MESSAGES;
  const rows: ReportRow[] = [];
  for (const row of figures) {
    const counted = figuresOf(
      row,
      costs.filter((cost) => keyOf(cost) === keyOf(row)),
    );
    if (row[IS_TOTAL] === '0') rows.push({ ...valuesOf(by, row), ...counted });
    else total = counted;
  }
  return { query, rows: orderRows(by, rows), total };
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
