import { Command } from '@commander-js/extra-typings';
import { stackOption } from '../deployment/table-connection.ts';
import { API_KEY_HELP, accountOption, openWebhooksApi, regionOption, subAccountOption } from './vendor-options.ts';

export const command = () =>
  new Command('unwire')
    .description('Removes the webhook of the 8x8 account, where it is one that posts to the stack.')
    .addOption(accountOption().makeOptionMandatory())
    .addOption(subAccountOption().default('*'))
    .addOption(regionOption())
    .addOption(stackOption())
    .option('--yes', 'do not ask')
    .addHelpText('after', `${API_KEY_HELP}\nExample:\n  receipts unwire --account 1e09ac86bd745465851d1eb5a5fdbb9b`)
    .action(async ({ account, region, ...options }) => {
      const api = await openWebhooksApi(account, region);
      await (await import('../webhook/unwire.ts')).unwire(api, options);
    });
