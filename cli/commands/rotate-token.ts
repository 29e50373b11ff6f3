import { Command } from '@commander-js/extra-typings';
import { stackOption } from '../deployment/table-connection.ts';
import { API_KEY_HELP, accountOption, openWebhooksApi, regionOption } from './vendor-options.ts';

export const command = () =>
  new Command('rotate-token')
    .description(
      'Makes a new token, and sets it in every webhook of the account that posts to the stack. The old token is accepted until the overlap ends (setting tokenOverlapHours), so that no receipt is lost.',
    )
    .addOption(accountOption().makeOptionMandatory())
    .addOption(regionOption())
    .addOption(stackOption())
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      `${API_KEY_HELP}\nExample:\n  receipts rotate-token --account 1e09ac86bd745465851d1eb5a5fdbb9b`,
    )
    .action(async ({ account, region, ...options }) => {
      const api = await openWebhooksApi(account, region);
      await (await import('../webhook/rotate-token.ts')).rotateToken(api, options);
    });
