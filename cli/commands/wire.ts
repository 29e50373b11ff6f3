import { Command } from '@commander-js/extra-typings';
import { stackOption } from '../deployment/table-connection.ts';
import { API_KEY_HELP, accountOption, openWebhooksApi, regionOption, subAccountOption } from './vendor-options.ts';

export const command = () =>
  new Command('wire')
    .description(
      "Sets the stack's callback URL and token as the webhook of the 8x8 account: shows what is set and what will be, asks, sets it, and reads it back.",
    )
    .addOption(accountOption().makeOptionMandatory())
    .addOption(subAccountOption().default('*'))
    .addOption(regionOption())
    .addOption(stackOption())
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      `${API_KEY_HELP}\nExample:\n  receipts wire --account 1e09ac86bd745465851d1eb5a5fdbb9b --region eu`,
    )
    .action(async ({ account, region, ...options }) => {
      const api = await openWebhooksApi(account, region);
      await (await import('../webhook/wire.ts')).wire(api, options);
    });
