import type { Period } from '../../report/days.ts';
import type { ReportSource } from '../../report/report.ts';

/** Open messages by country and sender, the most first. `--json` prints it. */
export interface Overdue {
  /** The first receipt of the messages came from the one time on, and before the other. ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** Countries that are left out. */
  readonly except: readonly string[];
  readonly rows: readonly OverdueRow[];
}

interface OverdueRow {
  readonly country: string;
  readonly source: string | null;
  readonly open: number;
  /** All messages of the same time, country and sender. */
  readonly messages: number;
}

/** @param except - countries that never confirm */
export async function readOverdue(source: ReportSource, period: Period, except: readonly string[]): Promise<Overdue> {
  const [report] = await source([{ ...period, by: ['country', 'source'], timeZone: 'UTC', filter: {} }]);
  const rows = (report?.rows ?? [])
    .map(({ country = '', source: sender = null, open, messages }) => ({ country, source: sender, open, messages }))
    .filter(({ country, open }) => open > 0 && !except.includes(country))
    .sort((a, b) => b.open - a.open);
  return { from: period.from.toISOString(), to: period.to.toISOString(), except, rows };
}
