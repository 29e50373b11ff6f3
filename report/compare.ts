import { DIMENSION_FIELDS, type Dimension } from './dimensions.ts';
import { orderRows } from './order-rows.ts';
import type { Figures, Report, ReportRow } from './report.ts';
import { NO_MESSAGES } from './tally.ts';

/** A row beside the same one of the period before, which has figures of 0 if it was not there. */
export type ComparedRow = ReportRow & { readonly before: Figures };

export interface ComparedReport extends Report {
  readonly rows: readonly ComparedRow[];
  readonly before: Report;
}

/** Puts the period before beside a report by the same dimensions. Rows that only it has are there with figures of 0. */
export function compareReports(report: Report, before: Report): ComparedReport {
  const { by } = report.query;
  const rows = new Map(report.rows.map((row) => [keyOf(by, row), { ...row, before: NO_MESSAGES }]));
  for (const row of before.rows) {
    const key = keyOf(by, row);
    rows.set(key, { ...(rows.get(key) ?? { ...row, ...NO_MESSAGES }), before: figuresOf(row) });
  }
  return { ...report, rows: orderRows(by, [...rows.values()]), before };
}

/** In points of a percent; undefined if either has no delivery rate. */
export function rateChange(now: Figures, before: Figures): number | undefined {
  if (now.deliveryRate === null || before.deliveryRate === null) return undefined;
  return 100 * (now.deliveryRate - before.deliveryRate);
}

function keyOf(by: readonly Dimension[], row: ReportRow): string {
  return JSON.stringify(by.map((dimension) => row[DIMENSION_FIELDS[dimension]]));
}

function figuresOf(row: ReportRow): Figures {
  return Object.fromEntries(FIGURES.map((name) => [name, row[name]])) as unknown as Figures;
}

/** In the order of the columns. */
export const FIGURES = Object.keys(NO_MESSAGES) as readonly (keyof Figures)[];
