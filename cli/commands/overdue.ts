import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { FORWARDING_HOURS } from '../../eight-by-eight/posting.ts';
import type { ReportSource } from '../../report/report.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../toolbox/clock.ts';
import { UsageError } from '../../toolbox/errors.ts';
import { dynamoDbOption, tablesOfStackOption, withTableConnection } from '../deployment/table-connection.ts';
import { print, printJson } from '../terminal/output.ts';
import { country } from './arguments.ts';
import { tableOption, withStoredReports } from './stored-reports.ts';

const MAX_AGE_MS = FORWARDING_HOURS * HOUR_MS;
const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

export const overdue = () =>
  new Command('overdue')
    .description(
      `Counts the messages without a final status by country and sender: those whose first receipt came in the last ${FORWARDING_HOURS} hours, in which 8x8 forwards receipts. Asks the archive if the stack has one, otherwise reads the whole table and says what that costs.`,
    )
    .option('--older-than <time>', 'how long ago the first receipt came, such as 15m or 2h', age, 15 * MINUTE_MS)
    .option(
      '--except <countries>',
      'countries that never confirm, such as VN,LA; or none (default: the setting unconfirmedCountries)',
      countries,
    )
    .addOption(tableOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the rows as JSON')
    .addHelpText('after', '\nExample:\n  receipts overdue --older-than 15m --except VN,LA')
    .action(async ({ olderThan, except: given, table = false, json, ...options }) => {
      if (olderThan >= MAX_AGE_MS) throw new UsageError(`--older-than must be less than ${FORWARDING_HOURS}h.`);
      await withTableConnection(options, async (connection) => {
        const except = given ?? countries(connection.settings?.unconfirmedCountries ?? 'none');
        const { readOverdue } = await import('../report/overdue.ts');
        const { overdueText } = await import('../text/report.ts');
        const now = Date.now();
        const period = { from: new Date(now - MAX_AGE_MS), to: new Date(now - olderThan) };
        const read = (source: ReportSource) => readOverdue(source, period, except);
        const result = await withStoredReports(connection, table, read);
        if (json) printJson(result);
        else print(overdueText(result));
      });
    });

function age(text: string): number {
  const [, count, unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('It must be a time such as 15m, 2h or 1d.');
}

function countries(text: string): string[] {
  return text === 'none' ? [] : text.split(',').map((code) => country(code.trim()));
}
