import { Command } from '@commander-js/extra-typings';
import { credentialProblem } from '../../eight-by-eight/credential.ts';
import { toolName } from '../../toolbox/command-line.ts';
import { CliError } from '../../toolbox/errors.ts';
import { stackOption } from '../deployment/table-connection.ts';
import { askSecret, requireConsent } from '../terminal/ask.ts';
import { print } from '../terminal/output.ts';
import { reportChecks } from './report-checks.ts';

const SECRET_VARIABLE = 'PAGE_CLIENT_SECRET';
/** The function reads its secret again after this time. */
const IN_A_MINUTE = 'The page uses it within a minute';

export const page = () =>
  new Command('page')
    // The options after a subcommand are its own
    .enablePositionalOptions()
    .description(
      'Prints the address of the hosted page and what to register at the OpenID provider, and checks both: the address, the discovery document and its issuer, the redirect URL, the client and its secret, who may look. It sends requests to the page and to the provider that the settings of the stack name. Whether people get in, and with which groups, only a sign-in can tell.',
    )
    .addOption(stackOption())
    .option('--json', 'the addresses and the results as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts page\n  receipts page secret --stdin < secret.txt\n  receipts page new-key',
    )
    .action(async ({ stack: name, json }) => {
      const { readStackWithPage, registrationOf } = await import('../page/deployed-page.ts');
      const { checkPage } = await import('../page/check-page.ts');
      const stack = await readStackWithPage(name);
      const { redirectUrl, signOutUrl } = registrationOf(stack.page);
      if (!json) {
        print(`The page is at       ${stack.page.url}
Register at the provider:
  redirect URL       ${redirectUrl}
  sign-out URL       ${signOutUrl}
`);
      }
      const { url } = stack.page;
      await reportChecks(checkPage(stack), json, (checks) => ({ url, redirectUrl, signOutUrl, checks }));
    })
    .addCommand(secret())
    .addCommand(newKey());

const secret = () =>
  new Command('secret')
    .description(
      `Stores the client secret that the provider gave the page. Reads it from ${SECRET_VARIABLE}, with --stdin from standard input, or asks: never an argument, so that it is in no history of a shell.`,
    )
    .addOption(stackOption())
    .option('--stdin', 'read the secret from standard input')
    .addHelpText('after', '\nExamples:\n  receipts page secret\n  receipts page secret --stdin < secret.txt')
    .action(async ({ stack: name, stdin }) => {
      const { readStackWithPage } = await import('../page/deployed-page.ts');
      const { storeClientSecret } = await import('../page/page-secret.ts');
      const { page: deployed } = await readStackWithPage(name);
      const given = stdin
        ? await (await import('node:stream/consumers')).text(process.stdin)
        : process.env[SECRET_VARIABLE];
      const clientSecret = given?.trim() || (await askSecret('The client secret of the page', SECRET_VARIABLE));
      const problem = credentialProblem(clientSecret);
      if (problem !== undefined) throw new CliError(`The client secret (${SECRET_VARIABLE}) ${problem}`);
      await storeClientSecret(deployed.secretId, clientSecret);
      print(`Stored. ${IN_A_MINUTE}. To try it: ${toolName()} page`);
    });

const newKey = () =>
  new Command('new-key')
    .description(
      'Replaces the key of the sessions: everybody must sign in again. Searched numbers have other hashes in the log from then on.',
    )
    .addOption(stackOption())
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nExamples:\n  receipts page new-key\n  receipts page new-key --yes')
    .action(async ({ stack: name, yes }) => {
      const { readStackWithPage } = await import('../page/deployed-page.ts');
      const { replaceSessionKey } = await import('../page/page-secret.ts');
      const { page: deployed } = await readStackWithPage(name);
      await requireConsent(`Replace the key of the sessions of ${deployed.url}? Everybody must sign in again.`, yes);
      await replaceSessionKey(deployed.secretId);
      print(`Replaced. ${IN_A_MINUTE}: all sessions have ended then.`);
    });
