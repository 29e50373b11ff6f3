import { randomInt } from 'node:crypto';
import { Command } from '@commander-js/extra-typings';
import { dynamoDbOption } from '../deployment/table-connection.ts';
import { CliError } from '../errors.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { share, wholeNumber } from './arguments.ts';

const MAX_SEED = 2 ** 31 - 1;

export const command = () =>
  new Command('send')
    .description(
      'Sends the receipts of made-up messages as the vendor does: duplicates, disorder, lateness, and after a failure retries after 1, 10, 30 and 90 seconds. Then compares the table with what was sent.',
    )
    .option('--messages <count>', 'how many messages; each has 1 to 5 receipts', wholeNumber(1, 1_000_000), 100)
    .option('--rate <count>', 'receipts a second; without it, as fast as they are answered', wholeNumber(1))
    .option('--concurrency <count>', 'posts at once', wholeNumber(1, 1000), 10)
    .option('--duplicates <share>', 'share of the receipts that come twice', share, 0.05)
    .option('--disorder <share>', 'share that comes at some other time of the life', share, 0.1)
    .option('--lateness <share>', 'share that comes after everything else', share, 0.02)
    .option('--seed <number>', 'makes the same messages again', wholeNumber(0, MAX_SEED))
    .option('--timeout <seconds>', 'how long to wait for an answer', wholeNumber(1, 120), 10)
    .option('--url <url>', 'where npm start listens (its token: AUTH_TOKEN)', 'http://127.0.0.1:3000/receipts')
    .addOption(dynamoDbOption().default(undefined))
    .option('--stack <name>', 'send to this deployed stack instead; needs --yes')
    .option('--yes', 'yes, send to the deployed stack')
    .option('--remove', 'erase the messages from the table at the end')
    .option('--json', 'the report as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts send --messages 1000 --dynamodb http://127.0.0.1:8000\n  receipts send --stack SmsReceipts --messages 100 --remove --yes',
    )
    .action(async ({ json, seed = randomInt(MAX_SEED), timeout, ...options }) => {
      const { withTarget } = await import('../send/target.ts');
      await withTarget(options, async ({ url, token, connection }) => {
        if (options.remove && connection === undefined)
          throw new CliError('--remove needs to know where the table is: --dynamodb.');
        const { runSender } = await import('../send/run.ts');
        const summary = await runSender({ ...options, url, token, seed, timeoutMs: timeout * 1000 }, connection);
        if (json) printJson(summary);
        else print((await import('../send/summary.ts')).summaryText(summary));
        if (summary.answers[202]) printError('Some were queued (202): the table has them once they are redriven.');
        if (summary.dropped > 0) throw new CliError(`${summary.dropped} receipts were dropped after their last retry.`);
        if (summary.comparison && summary.comparison.differences.length > 0)
          throw new CliError('The table is not as it was sent.');
      });
    });
