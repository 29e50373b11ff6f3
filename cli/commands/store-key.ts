import { Command } from '@commander-js/extra-typings';
import { toolName } from '../../toolbox/command-line.ts';
import { stackOption } from '../deployment/table-connection.ts';
import { print } from '../terminal/output.ts';
import { readApiKey } from './vendor-options.ts';

export const storeKey = () =>
  new Command('store-key')
    .description(
      'Stores the API key of 8x8 for the scheduled comparison of a stack with reconcileSubAccounts. Reads it from EIGHT_BY_EIGHT_API_KEY, with --stdin from standard input, or asks: never an argument, so that it is in no history of a shell.',
    )
    .addOption(stackOption())
    .option('--stdin', 'read the key from standard input')
    .addHelpText('after', '\nExamples:\n  receipts store-key\n  receipts store-key --stdin < key.txt')
    .action(async ({ stack: name, stdin }) => {
      const { storeReconcileKey } = await import('../reconcile/store-key.ts');
      const apiKey = await readApiKey(
        stdin ? await (await import('node:stream/consumers')).text(process.stdin) : undefined,
      );
      await storeReconcileKey(name, apiKey);
      print(`Stored. The next step of the stack ${name} reads it. To try it: ${toolName()} check`);
    });
