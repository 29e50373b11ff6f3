import type { ReadReports } from '../lookup/report/read-reports.ts';
import { type ComparedReport, type ComparedRow, compareReports, rateChange } from '../report/compare.ts';
import { addDays, dayAt, daysBefore, type Period, startOfDay } from '../report/days.ts';
import type { Dimension } from '../report/dimensions.ts';
import type { Filter, Report, ReportQuery } from '../report/report.ts';
import { DAY_MS } from '../toolbox/clock.ts';

/** The tables of the page. */
export const BREAKDOWNS = ['country', 'source', 'sub-account', 'error'] as const satisfies readonly Dimension[];
export type Breakdown = (typeof BREAKDOWNS)[number];

export const RECENT_PERIODS = { '24h': 1, '7d': 7, '30d': 30 } as const;
export type RecentPeriod = keyof typeof RECENT_PERIODS;

/** What the address of the page asks for. */
export interface InsightsRequest {
  /** A recent period, or a month such as `2026-11`. */
  readonly period: string;
  readonly filter: Filter;
}

export interface Insights {
  readonly request: InsightsRequest;
  readonly total: ComparedReport;
  readonly breakdowns: Readonly<Record<Breakdown, ComparedReport>>;
  /** The delivery by day; of the last seven days if the period is a single one. */
  readonly days: Report;
  /** The row whose delivery rate dropped most. */
  readonly drop: Drop | undefined;
  readonly origin: string;
  readonly isPart: boolean;
}

export interface Drop {
  readonly by: Breakdown;
  readonly row: ComparedRow;
}

/** The period of a request and the one before; undefined if the text names none, or a month to come. */
export function periodsOf(period: string, now: Date, timeZone: string): { now: Period; before: Period } | undefined {
  if (Object.hasOwn(RECENT_PERIODS, period)) {
    const ms = RECENT_PERIODS[period as RecentPeriod] * DAY_MS;
    const [from, middle] = [new Date(now.getTime() - 2 * ms), new Date(now.getTime() - ms)];
    return { now: { from: middle, to: now }, before: { from, to: middle } };
  }
  // A later month is empty, and after the year 9999 days no longer sort as text
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(period) || period > dayAt(now, timeZone)) return undefined;
  const days = { from: `${period}-01`, to: `${addDays(`${period}-01`, 31).slice(0, 'yyyy-MM'.length)}-01` };
  const periodIn = ({ from, to }: typeof days): Period => ({
    from: startOfDay(from, timeZone),
    to: startOfDay(to, timeZone),
  });
  return { now: periodIn(days), before: periodIn(daysBefore(days)) };
}

/** This month and those before it, as far back as items are kept. */
export function recentMonths(now: Date, timeZone: string): string[] {
  const today = dayAt(now, timeZone);
  const months = new Set([0, 30, 61, 92].map((days) => addDays(`${today.slice(0, 'yyyy-MM'.length)}-15`, -days)));
  return [...months].map((day) => day.slice(0, 'yyyy-MM'.length));
}

/** Reads all that the page shows, with one read. */
export async function readInsights(
  read: ReadReports,
  request: InsightsRequest,
  periods: { readonly now: Period; readonly before: Period },
  timeZone: string,
): Promise<Insights> {
  const { filter } = request;
  const queryOf = (period: Period, by: readonly Dimension[]): ReportQuery => ({ ...period, by, timeZone, filter });
  const tables: readonly (readonly Dimension[])[] = [[], ...BREAKDOWNS.map((by) => [by])];
  const { reports, ...answer } = await read([
    ...tables.map((by) => queryOf(periods.now, by)),
    ...tables.map((by) => queryOf(periods.before, by)),
    queryOf(daysPeriod(periods.now), ['day']),
  ]);
  const compared = tables.map((_, at) => compareReports(reportAt(reports, at), reportAt(reports, tables.length + at)));
  const breakdowns = Object.fromEntries(BREAKDOWNS.map((by, at) => [by, compared[at + 1]])) as Insights['breakdowns'];
  const drop = greatestDrop(breakdowns);
  return {
    request,
    total: compared[0] as ComparedReport,
    breakdowns:
      drop === undefined ? breakdowns : { ...breakdowns, [drop.by]: withFirst(breakdowns[drop.by], drop.row) },
    days: reportAt(reports, 2 * tables.length),
    drop,
    ...answer,
  };
}

/** One day alone is no line. */
function daysPeriod({ from, to }: Period): Period {
  const least = RECENT_PERIODS['7d'] * DAY_MS;
  return { from: new Date(Math.min(from.getTime(), to.getTime() - least)), to };
}

function reportAt(reports: readonly Report[], at: number): Report {
  const report = reports[at];
  if (report === undefined) throw new TypeError('each query has a report');
  return report;
}

/** With fewer messages that ended, a change may be chance. */
const MIN_ENDED = 100;
/** In points of a percent. */
const MIN_DROP = 1;

/** Of the rows with enough messages. Rows by error have no rate to compare. */
function greatestDrop(breakdowns: Insights['breakdowns']): Drop | undefined {
  let greatest: (Drop & { readonly change: number }) | undefined;
  for (const by of BREAKDOWNS) {
    if (by === 'error') continue;
    for (const row of breakdowns[by].rows) {
      const ended = Math.min(row.delivered + row.failed, row.before.delivered + row.before.failed);
      const change = rateChange(row, row.before) ?? 0;
      if (ended >= MIN_ENDED && change <= -MIN_DROP && change < (greatest?.change ?? 0)) greatest = { by, row, change };
    }
  }
  return greatest;
}

function withFirst(report: ComparedReport, first: ComparedRow): ComparedReport {
  return { ...report, rows: [first, ...report.rows.filter((row) => row !== first)] };
}
