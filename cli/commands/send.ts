import { randomInt } from 'node:crypto';
import { Command } from '@commander-js/extra-typings';
import { RETRY_PAUSES_S } from '../../eight-by-eight/posting.ts';
import { commandLine } from '../../toolbox/command-line.ts';
import { CliError, UsageError } from '../../toolbox/errors.ts';
import { pluralize } from '../../toolbox/text.ts';
import { awsOptions } from '../deployment/aws.ts';
import { dynamoDbEndpoint, dynamoDbOption } from '../deployment/table-connection.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { share, time, wholeNumber } from './arguments.ts';

const MAX_SEED = 2 ** 31 - 1;

export const send = () =>
  new Command('send')
    .description(
      `Sends the receipts of made-up messages as the vendor does: duplicates, disorder, lateness, and after a failure retries after ${RETRY_PAUSES_S.join(', ')} seconds. Then compares the table with what was sent. Stops if the endpoint cannot be reached or refuses the token.`,
    )
    .option('--messages <count>', 'how many messages; each has 1 to 5 receipts', wholeNumber(1, 1_000_000), 100)
    .option('--rate <count>', 'receipts a second; without it, as fast as they are answered', wholeNumber(1))
    .option('--concurrency <count>', 'concurrent posts', wholeNumber(1, 1000), 10)
    .option('--duplicates <share>', 'share of the receipts that are posted twice', share, 0.05)
    .option('--disorder <share>', 'share of the receipts that are posted out of order', share, 0.1)
    .option('--lateness <share>', 'share of the receipts that are posted late, after most others', share, 0.02)
    .option('--begin <time>', 'when the first message was sent, by the clock of 8x8 (default: now)', time)
    .option(
      '--seed <number>',
      'generates the same messages again; with the same --begin, the same receipts',
      wholeNumber(0, MAX_SEED),
    )
    .option('--timeout <seconds>', 'how long to wait for an answer', wholeNumber(1, 120), 10)
    .option('--url <url>', 'where npm start listens (its token: AUTH_TOKEN)', 'http://127.0.0.1:3000/receipts')
    .addOption(dynamoDbOption())
    .option('--stack <name>', 'send to this deployed stack instead; needs --yes')
    .option('--yes', 'agree to send to the deployed stack')
    .option('--keep-trying', 'go on if the endpoint cannot be reached or refuses the token')
    .option('--remove', 'erase the messages from the table at the end, also after Ctrl-C')
    .option('--remove-only', 'send nothing; erase the messages of an earlier run with the same --seed and --messages')
    .option('--json', 'the report as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts send --messages 1000 --dynamodb http://127.0.0.1:8000\n  receipts send --stack SmsReceipts --messages 100 --remove --yes',
    )
    .action(async ({ json, seed: given, begin = new Date(), timeout, removeOnly, ...options }) => {
      if (removeOnly && given === undefined) throw new UsageError('--remove-only needs the --seed of the earlier run.');
      const seed = given ?? randomInt(MAX_SEED);
      const { withTarget } = await import('../send/target.ts');
      await withTarget(options, async ({ url, token, connection }) => {
        if ((options.remove || removeOnly) && connection === undefined)
          throw new UsageError('To remove messages, the table must be known. Name its address with --dynamodb.');
        const { removeMessages, runSender } = await import('../send/run-sender.ts');
        if (connection && removeOnly) {
          const removed = await removeMessages(connection, seed, options.messages);
          print(`Removed ${pluralize(removed, 'message')} from the ${connection.name}.`);
          return;
        }
        const removeCommand = removeCommandOf({ ...options, seed });
        const settings = { ...options, url, token, seed, begin, timeoutMs: timeout * 1000, removeCommand };
        const summary = await runSender(settings, connection);
        if (json) printJson(summary);
        else print((await import('../text/send.ts')).sendText(summary));
        if (summary.answers[202]) {
          const afterwards = options.remove ? ` Then remove them:\n  ${removeCommand}` : '';
          printError(`Some were queued (202): they reach the table when they are redriven.${afterwards}`);
        }
        if (summary.dropped > 0)
          throw new CliError(`${pluralize(summary.dropped, 'receipt')} dropped after the last retry.`);
        if (summary.comparison && summary.comparison.differences.length > 0)
          throw new CliError('The table differs from what was sent.');
      });
    });

function removeCommandOf(options: {
  readonly messages: number;
  readonly seed: number;
  readonly stack?: string | undefined;
  readonly dynamodb?: string | undefined;
}): string {
  const { messages, seed, stack } = options;
  const where =
    stack === undefined
      ? { dynamodb: dynamoDbEndpoint(options) ?? '<address of the tables>' }
      : { stack, yes: true, ...awsOptions() };
  return commandLine('send', { 'remove-only': true, seed, messages, ...where });
}
