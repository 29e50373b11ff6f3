import { Command } from '@commander-js/extra-typings';
import { settingsAsText } from '../../contract/deployed-settings.ts';
import { CliError, UsageError } from '../../toolbox/errors.ts';
import { print, printJson } from '../terminal/output.ts';
import { id, wholeNumber } from './arguments.ts';

export const cost = () =>
  new Command('cost')
    .description(
      'Adds up the monthly bill of AWS for a number of messages, by its list prices: receipts, storage, logs, metrics, alarms, dashboard, and what the settings add. The settings are those of receipts.config.json, of another file, or of a deployed stack.',
    )
    .option('--messages <count>', 'messages of the month', wholeNumber(0), 1_000_000)
    .option('--settings-file <path>', 'the settings file (default: receipts.config.json, if it is there)', id)
    .option('--stack <name>', 'the settings of this deployed stack', id)
    .option('--json', 'the bill as JSON')
    .addHelpText('after', '\nExamples:\n  receipts cost --messages 5000000\n  receipts cost --stack SmsReceipts')
    .action(async ({ messages, settingsFile, stack, json }) => {
      if (stack !== undefined && settingsFile !== undefined)
        throw new UsageError('Give --stack or --settings-file, not both.');
      const { settings, source } = stack === undefined ? await ofFile(settingsFile) : await ofStack(stack);
      const { monthlyBill } = await import('../../cost/monthly-bill.ts');
      const bill = monthlyBill(settings, messages);
      if (json) printJson(bill);
      else print((await import('../text/cost.ts')).costText(bill, source));
    });

async function ofFile(given: string | undefined) {
  const { readSettingsFile } = await import('../deployment/settings-file.ts');
  const { settings, path, exists } = await readSettingsFile(given);
  if (settings === undefined)
    throw new CliError(`${path} is not a JSON object such as {"retentionDays": 30}. Correct it.`);
  return { settings: settingsAsText(settings), source: exists ? `the settings of ${path}` : 'the default settings' };
}

async function ofStack(name: string) {
  const { readStack } = await import('../deployment/stack.ts');
  const { settings } = await readStack(name);
  if (settings === undefined)
    throw new CliError(`The stack ${name} does not publish its settings. Name a file with --settings-file.`);
  return { settings, source: `the settings of the stack ${name}` };
}
