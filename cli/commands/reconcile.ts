import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { DEFAULTS } from '../../contract/defaults.ts';
import { SUB_ACCOUNT_ID } from '../../eight-by-eight/ids.ts';
import { apiUrlOf } from '../../eight-by-eight/regions.ts';
import { HOUR_MS } from '../../toolbox/clock.ts';
import { CliError, UsageError } from '../../toolbox/errors.ts';
import { pluralize } from '../../toolbox/text.ts';
import { dynamoDbOption, tablesOfStackOption, withTableConnection } from '../deployment/table-connection.ts';
import { requireConsent } from '../terminal/ask.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { time } from './arguments.ts';
import { API_KEY_HELP, readApiKey, vendorRegionOption } from './vendor-options.ts';

/** The vendor's log lags behind the messages. */
const DEFAULT_HOURS = { from: DEFAULTS.reconcileLookBackHours, to: 1 };

export const reconcile = () =>
  new Command('reconcile')
    .description(
      "Compares the table with the vendor's own log of messages: finds every message whose receipt was lost or is late. With --apply, records its last status. Running it twice changes nothing.",
    )
    .addOption(subAccountOption())
    .option(
      '--from <time>',
      `only messages created at this time or later (default: ${DEFAULT_HOURS.from} hours ago)`,
      time,
    )
    .option('--to <time>', `only messages created before this time (default: ${DEFAULT_HOURS.to} hour ago)`, time)
    .option('--apply', 'record what is missing or behind')
    .option('--yes', 'do not ask')
    .option('--output <file>', 'write the umids that are missing or behind to this file, as CSV')
    .addOption(vendorRegionOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the counts as JSON')
    .addHelpText(
      'after',
      `${API_KEY_HELP}
A time is a date or a date and time in ISO 8601; UTC unless it names a zone. The exit code is 1 if something is
missing or behind and --apply was not given, and if a row of the log cannot be read.

Examples:
  receipts reconcile --sub-account Acme_1
  receipts reconcile --sub-account Acme_1 --from 2026-11-01 --to 2026-11-03T12:00 --apply`,
    )
    .action(async ({ subAccount, from, to, apply, yes, output, vendorRegion: region, json, ...options }) => {
      const now = Date.now();
      const period = {
        from: from ?? new Date(now - DEFAULT_HOURS.from * HOUR_MS),
        to: to ?? new Date(now - DEFAULT_HOURS.to * HOUR_MS),
      };
      if (period.from >= period.to) throw new UsageError('--from must be earlier than --to.');
      await withTableConnection(options, async (connection) => {
        const vendor = { url: apiUrlOf(region), apiKey: await readApiKey() };
        if (apply) {
          await requireConsent(`Record what is missing or behind in the ${connection.name}?`, yes);
        }
        const { reconcileLog } = await import('../reconcile/reconcile-log.ts');
        const { reconcileJson, reconcileText } = await import('../text/reconcile.ts');
        const result = await reconcileLog({ connection, vendor, subAccount, period, apply: apply ?? false, output });
        if (json) printJson(reconcileJson(result));
        else print(reconcileText(result, output));
        const { missing, behind, unreadable } = result.tally;
        const problems = [
          ...(apply || missing + behind === 0
            ? []
            : [`${pluralize(missing + behind, 'message')} missing or behind. Record them with --apply.`]),
          ...(unreadable === 0
            ? []
            : [
                `${pluralize(unreadable, 'row')} of the log could not be read, so their messages were not compared. 8x8 may have changed its format: look for a newer release of this tool.`,
              ]),
        ];
        if (problems.length > 0) throw new CliError(problems.join(' '));
      });
    })
    .hook('preAction', (command) => {
      if (command.opts().yes && !command.opts().apply) printError('--yes has no effect without --apply.');
    });

function subAccountOption() {
  return new Option('--sub-account <id>', 'the sub-account whose log is read')
    .makeOptionMandatory()
    .argParser((text) => {
      if (SUB_ACCOUNT_ID.test(text)) return text;
      throw new InvalidArgumentError('It must be the id of one sub-account: 3 to 50 letters, digits, or . _ & -.');
    });
}
