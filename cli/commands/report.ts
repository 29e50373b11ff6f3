import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { SUB_ACCOUNT_ID } from '../../eight-by-eight/ids.ts';
import { apiUrlOf } from '../../eight-by-eight/regions.ts';
import { compareReports } from '../../report/compare.ts';
import { addDays, dayAt, daysBefore, startOfDay } from '../../report/days.ts';
import { DIMENSIONS, type Dimension } from '../../report/dimensions.ts';
import type { ReportQuery, ReportSource } from '../../report/report.ts';
import { UsageError } from '../../toolbox/errors.ts';
import { printable } from '../../toolbox/text.ts';
import { type ConnectionOptions, dynamoDbOption, tablesOfStackOption } from '../deployment/table-connection.ts';
import type { UnreadableRows } from '../report/log-source.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { country, id, time } from './arguments.ts';
import { tableOption, withStoredReports } from './stored-reports.ts';
import { API_KEY_HELP, readApiKey, vendorRegionOption } from './vendor-options.ts';

const DEFAULT_DAYS = 30;

export const report = () =>
  new Command('report')
    .description(
      'Counts messages: how many, which share was delivered, how long that took, and what it cost; by country, sender, error and more. A message counts once, in the period of its first receipt. Asks the archive if the stack has one. Otherwise reads the whole table and says what that costs; or the log of 8x8, which alone knows the operator of each message.',
    )
    .option('--from <day>', `the first day (default: ${DEFAULT_DAYS} days before the last)`, day)
    .option('--to <day>', 'the day after the last one (default: tomorrow)', day)
    .option('--by <keys>', `one row for each of: ${DIMENSIONS.join(', ')}`, dimensions, ['country'] as Dimension[])
    .option('--compare', 'put the period before beside it')
    .option('--time-zone <zone>', 'where days begin, such as Asia/Manila', timeZone, 'UTC')
    .option('--country <code>', 'only this country, such as PH; or unknown', country)
    .option('--sub-account <id>', 'only this sub-account', id)
    .option('--source <sender>', 'only this sender', id)
    .addOption(tableOption())
    .option('--log', 'from the log of 8x8 for the sub-account; reads nothing in AWS')
    .option('--input <files...>', 'from files of that log, which were exported before')
    .addOption(vendorRegionOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the rows and the total as JSON')
    .option('--csv', 'the rows as CSV')
    .addHelpText(
      'after',
      `${API_KEY_HELP}
Examples:
  receipts report --from 2026-11-01 --to 2026-12-01 --by country
  receipts report --by sub-account,month --csv
  receipts report --by operator --country PH --log --sub-account Acme_1`,
    )
    .action(async (options) => {
      const { by, compare, json, csv, input, log, subAccount, timeZone } = options;
      const days = daysOf(options);
      if (json && csv) throw new UsageError('Give one of --json and --csv.');
      if (log && input) throw new UsageError('Give one of --log and --input.');
      if (log && (subAccount === undefined || !SUB_ACCOUNT_ID.test(subAccount)))
        throw new UsageError('--log needs --sub-account, the id of one sub-account.');
      if (compare && by.some((key) => key === 'day' || key === 'month'))
        throw new UsageError('--compare cannot be by day or month: no day is in both periods.');
      const queryOf = ({ from, to }: typeof days): ReportQuery => ({
        from: startOfDay(from, timeZone),
        to: startOfDay(to, timeZone),
        by,
        timeZone,
        filter: {
          ...(options.country !== undefined && { country: options.country }),
          ...(subAccount !== undefined && { subAccountId: subAccount }),
          ...(options.source !== undefined && { source: options.source }),
        },
      });
      const queries = [days, ...(compare ? [daysBefore(days)] : [])].map(queryOf);
      const [now, before] = await withSource(options, (source) => source(queries));
      if (now === undefined) return;
      const shown = before === undefined ? now : compareReports(now, before);
      if (json) {
        const { rows, total } = shown;
        printJson({
          ...days,
          timeZone,
          by,
          rows,
          total,
          ...(before && { before: { ...daysBefore(days), total: before.total } }),
        });
      } else if (csv) {
        const { csvTable } = await import('../../report/csv-table.ts');
        const { csvText } = await import('../../toolbox/csv.ts');
        print(csvText(printable(csvTable(shown))));
      } else {
        const { reportText } = await import('../text/report.ts');
        print(reportText(shown, `${days.from} to ${addDays(days.to, -1)}, ${timeZone}`));
      }
      if (by.includes('operator') && now.rows.every(({ operator }) => operator === null) && now.total.messages > 0)
        printError('No message has an operator: only the log of 8x8 has it. Use --log or --input, or reconcile first.');
    });

type Options = ConnectionOptions & {
  readonly table?: true | undefined;
  readonly log?: true | undefined;
  readonly input?: readonly string[] | undefined;
  readonly subAccount?: string | undefined;
  readonly vendorRegion: Parameters<typeof apiUrlOf>[0];
};

async function withSource<T>(options: Options, work: (source: ReportSource) => Promise<T>): Promise<T> {
  const { log, input, subAccount = '', vendorRegion } = options;
  if (!log && !input) {
    const { withTableConnection } = await import('../deployment/table-connection.ts');
    return withTableConnection(options, (connection) => withStoredReports(connection, options.table === true, work));
  }
  const { exportSource, fileSource } = await import('../report/log-source.ts');
  const { unreadableRowsText } = await import('../text/report.ts');
  const onUnreadable = (rows: UnreadableRows) => {
    printError(unreadableRowsText(rows));
    // After the report of the other rows
    process.exitCode = 1;
  };
  if (input) return work(fileSource(input, onUnreadable));
  const vendor = { url: apiUrlOf(vendorRegion), apiKey: await readApiKey() };
  return work(exportSource(vendor, subAccount, onUnreadable));
}

function daysOf({ from, to, timeZone }: { from?: string | undefined; to?: string | undefined; timeZone: string }) {
  const end = to ?? addDays(dayAt(new Date(), timeZone), 1);
  const days = { from: from ?? addDays(end, -DEFAULT_DAYS), to: end };
  if (days.from >= days.to)
    throw new UsageError('--from must be earlier than --to, which is the day after the last one.');
  return days;
}

function day(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return time(text).toISOString().slice(0, 'yyyy-MM-dd'.length);
  throw new InvalidArgumentError('It must be a day, such as 2026-11-01.');
}

function dimensions(text: string): Dimension[] {
  const keys = text.split(',').map((key) => key.trim().toLowerCase());
  const wrong = keys.find((key) => !DIMENSIONS.some((dimension) => dimension === key));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is not one of ${DIMENSIONS.join(', ')}.`);
  return [...new Set(keys)] as Dimension[];
}

function timeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('It must be an IANA time zone, such as Asia/Manila.');
  }
}
