import { Command } from '@commander-js/extra-typings';
import { SETTINGS_FILE } from '../../contract/deployed-settings.ts';
import { id } from './arguments.ts';

export const init = () =>
  new Command('init')
    .description(
      'Asks for the settings of a receiver, writes them into a settings file with a comment for each line, and prints the next commands. If the stack is deployed, its settings are the initial answers.',
    )
    .option('--file <path>', 'the settings file to write', id, SETTINGS_FILE)
    .option('--stack <name>', 'name of the stack')
    .option('--alarm-email <address>', 'address that the alarms notify, or none')
    .option('--retention-days <days>', 'how long a message is kept')
    .option('--events <bus>', 'off, new, or the name or the ARN of a bus')
    .option('--reconcile-sub-accounts <ids>', 'comma-separated ids of sub-accounts of 8x8, or none')
    .option('--archive <on|off>', 'on keeps every status for years on S3, without personal data')
    .option('--page-issuer <url>', 'the OpenID provider of a page to look up messages, or none for no page')
    .option('--page-client-id <id>', 'the id of the page at the provider')
    .option('--page-allowed-groups <groups>', 'comma-separated groups whose people may look, or none')
    .option('--page-allowed-domains <domains>', 'comma-separated domains of e-mail addresses, none, or any')
    .option('--yes', 'do not ask: what no option gives has its initial answer')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts init\n  receipts init --file prod.json --alarm-email on-call@example.com --yes',
    )
    .action(async ({ file, yes, stack: stackName, ...given }) => {
      await (await import('../init/init.ts')).init({ file, given: { stackName, ...given }, yes });
    });
