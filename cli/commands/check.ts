import { Command } from '@commander-js/extra-typings';
import { SETTINGS_FILE } from '../../contract/deployed-settings.ts';
import { stackOption } from '../deployment/table-connection.ts';
import { reportChecks } from './report-checks.ts';
import {
  ACCOUNT_VARIABLE,
  API_KEY_HELP,
  accountOption,
  openWebhooksApi,
  subAccountOption,
  vendorRegionOption,
} from './vendor-options.ts';

export const check = () =>
  new Command('check')
    .description(
      'Checks that receipts arrive: the account is wired to the stack, the endpoint answers, a test receipt arrives in the table and is removed again, the queues are empty, the key of the reconciler is accepted, somebody gets the alarms, the settings file is what was deployed, the quotas of the AWS account leave room for the load. Prints one line for each; the exit code is 1 if one failed. Warnings do not fail.',
    )
    .addOption(accountOption())
    .addOption(subAccountOption())
    .addOption(vendorRegionOption())
    .addOption(stackOption())
    .option('--settings-file <path>', `the settings of the stack (default: ${SETTINGS_FILE} in this folder)`)
    .option('--json', 'the results as a JSON list')
    .addHelpText(
      'after',
      `${API_KEY_HELP}
Example:
  receipts check --account 1e09ac86bd745465851d1eb5a5fdbb9b

In a cron job, from the folder of this repository:
  cd /path/to/repository && npx receipts check --account 1e09ac86bd745465851d1eb5a5fdbb9b`,
    )
    .action(async ({ account, vendorRegion: region, stack, subAccount, settingsFile, json }) => {
      const { checkReceiver } = await import('../check/check.ts');
      const openApi =
        account === undefined
          ? `name the 8x8 account with --account or ${ACCOUNT_VARIABLE}`
          : () => openWebhooksApi(account, region);
      await reportChecks(checkReceiver({ stack, subAccount, openApi, settingsFile }), json);
    });
