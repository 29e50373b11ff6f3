import { Command, Option } from '@commander-js/extra-typings';
import { commandLine } from '../../toolbox/command-line.ts';
import { awsOptions } from '../deployment/aws.ts';
import { stackOption } from '../deployment/table-connection.ts';
import type { ReplaceOldChoice } from '../webhook/replace-old.ts';
import { wholeNumber } from './arguments.ts';
import {
  API_KEY_HELP,
  accountOption,
  openWebhooksApi,
  requireAccount,
  subAccountOption,
  vendorRegionOption,
} from './vendor-options.ts';

export const wire = () =>
  new Command('wire')
    .description(
      "Sets the stack's callback URL and token as the webhook of the 8x8 account: shows what is set and what will be, asks, sets it, and reads it back.",
    )
    .addOption(accountOption())
    .addOption(subAccountOption().default('*'))
    .addOption(vendorRegionOption())
    .addOption(stackOption())
    .addOption(
      new Option(
        '--replace-old [all]',
        'delete the webhook in the old format that 8x8 names, which blocks the new one; asks first. all: with each, every other one of its sub-account',
      ).choices(['all'] as const),
    )
    .option('--save <file>', 'keep what is replaced in this file (default: a new file in this folder)')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      `${API_KEY_HELP}\nExample:\n  receipts wire --account 1e09ac86bd745465851d1eb5a5fdbb9b --vendor-region eu`,
    )
    .action(async ({ account: given, vendorRegion: region, ...options }) => {
      const account = requireAccount(given);
      const api = await openWebhooksApi(account, region);
      const again = wireCommandOf({ account, region, ...options });
      const restoreCommand = (restore: string) =>
        commandLine('unwire', { account, 'vendor-region': region, stack: options.stack, restore, ...awsOptions() });
      await (await import('../webhook/wire.ts')).wire(api, { ...options, again, restoreCommand });
    });

export const unwire = () =>
  new Command('unwire')
    .description(
      'Removes the webhook of the 8x8 account if it posts to the stack. With --restore, puts back the one that wire replaced.',
    )
    .addOption(accountOption())
    .addOption(subAccountOption().default('*'))
    .addOption(vendorRegionOption())
    .addOption(stackOption())
    .option('--restore <file>', 'put back what wire kept in this file')
    .option('--yes', 'do not ask')
    .addHelpText('after', `${API_KEY_HELP}\nExample:\n  receipts unwire --account 1e09ac86bd745465851d1eb5a5fdbb9b`)
    .action(async ({ account: given, vendorRegion: region, restore, ...options }) => {
      const account = requireAccount(given);
      const api = await openWebhooksApi(account, region);
      if (restore === undefined) await (await import('../webhook/unwire.ts')).unwire(api, options);
      else await (await import('../webhook/restore.ts')).restoreWebhooks(api, { ...options, restore });
    });

export const rotateToken = () =>
  new Command('rotate-token')
    .description(
      'Stores a new token, waits until the endpoint accepts it, sets it in every webhook of the account that posts to the stack, and checks that receipts arrive. The old token is accepted until the overlap ends (setting tokenOverlapHours), so that no receipt is lost.',
    )
    .addOption(accountOption())
    .addOption(vendorRegionOption())
    .addOption(stackOption())
    .option(
      '--wait <seconds>',
      'how long to wait before the endpoint is asked; a running function reads the secret at most once a minute',
      wholeNumber(0, 3600),
      61,
    )
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      `${API_KEY_HELP}\nExample:\n  receipts rotate-token --account 1e09ac86bd745465851d1eb5a5fdbb9b`,
    )
    .action(async ({ account: given, vendorRegion: region, ...options }) => {
      const account = requireAccount(given);
      const api = await openWebhooksApi(account, region);
      const wireCommand = (subAccount: string) => wireCommandOf({ account, region, ...options, subAccount });
      await (await import('../webhook/rotate-token.ts')).rotateToken(api, { ...options, wireCommand });
    });

function wireCommandOf(
  options: Record<'account' | 'region' | 'stack' | 'subAccount', string> & Pick<ReplaceOldChoice, 'replaceOld'>,
): string {
  const { account, region, stack, subAccount, replaceOld } = options;
  return commandLine('wire', {
    account,
    'vendor-region': region,
    stack,
    'sub-account': subAccount,
    'replace-old': replaceOld,
    ...awsOptions(),
  });
}
