import { Command } from '@commander-js/extra-typings';
import { dynamoDbOption, tablesOfStackOption, withTableConnection } from '../deployment/table-connection.ts';
import { abortAtEnd } from '../terminal/abort-at-end.ts';
import { print, printError } from '../terminal/output.ts';
import { id, wholeNumber } from './arguments.ts';
import { timesOf, utcOption } from './message-options.ts';

export const watch = () =>
  new Command('watch')
    .description(
      'Follows a message, or a batch, until it is final or you press Ctrl-C: shows each new status of the message, or the counts of the batch when they change. Waits if no receipt has come yet.',
    )
    .argument('<id>', "the vendor's id of the message or of the batch", id)
    .option('--every <seconds>', 'how often it reads the table', wholeNumber(1, 3600), 5)
    .addOption(utcOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .addHelpText('after', '\nExample:\n  receipts watch 9e09ac86-bd74-5465-851d-1eb5a5fdbb9a')
    .action(async (watched, { every, ...options }) => {
      const { signal } = abortAtEnd();
      const times = timesOf(options);
      await withTableConnection(options, async (connection) => {
        const [{ watchToTheEnd }, { watchLines }] = await Promise.all([
          import('../watch/watch.ts'),
          import('../text/watch.ts'),
        ]);
        const key = watched.trim();
        printError(`Reads the table every ${every} s. Times in ${times.zone}. Press Ctrl-C to stop.`);
        await watchToTheEnd({
          connection,
          id: key,
          everyMs: every * 1_000,
          linesOf: (reading) => watchLines(key, reading, times.at),
          show: print,
          signal,
        });
      });
    });
