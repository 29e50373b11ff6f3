import { Command } from '@commander-js/extra-typings';
import { toolName } from '../../toolbox/command-line.ts';
import { CliError, UsageError } from '../../toolbox/errors.ts';
import {
  dynamoDbEndpoint,
  dynamoDbOption,
  tablesOfStackOption,
  withTableConnection,
} from '../deployment/table-connection.ts';
import { print, printJson } from '../terminal/output.ts';
import { id, umid } from './arguments.ts';
import { failedOption, selectedStates, stateOption, timesOf, utcOption } from './message-options.ts';

/** How many `get` shows without an id. */
const LAST_MESSAGES = 10;

export const get = () =>
  new Command('get')
    .description('Shows a message: its states with their times and the gaps between them, its error, its price.')
    .argument('[umid]', "the vendor's id of the message; without it, the last messages of npm start", umid)
    .addOption(utcOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the item as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts get --dynamodb http://127.0.0.1:8000\n  receipts get 9e09ac86-bd74-5465-851d-1eb5a5fdbb9a',
    )
    .action(async (key, options) => {
      if (key === undefined && dynamoDbEndpoint(options) === undefined)
        throw new UsageError('Give the umid of a message. To search for one: receipts find.');
      await withTableConnection(options, async (connection) => {
        if (key === undefined) {
          const { lastMessages } = await import('../../lookup/last-messages.ts');
          const items = await lastMessages(connection, LAST_MESSAGES);
          if (items.length === 0) throw new CliError(`There is no message in the ${connection.name} yet.`);
          if (options.json) printJson(items);
          else print((await import('../text/message.ts')).messagesText(items, timesOf(options)));
          return;
        }
        const { readMessage } = await import('../../lookup/read-items.ts');
        const item = await readMessage(connection, key);
        if (item === undefined) {
          throw new CliError(
            `There is no message ${key} in the ${connection.name}: no receipt of it was recorded, or its item has expired. See also: ${toolName()} set-aside list.`,
          );
        }
        if (options.json) printJson(item);
        else print((await import('../text/message.ts')).messageText(item, timesOf(options)));
      });
    });

export const batch = () =>
  new Command('batch')
    .description(
      'Counts the messages of a batch: delivered to the phone, failed, without an answer yet; by state and by error. With --csv, lists them.',
    )
    .argument('<id>', "the vendor's id of the batch", id)
    .addOption(stateOption('with --csv: messages in'))
    .addOption(failedOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the counts as JSON')
    .option('--csv', 'the messages as CSV for spreadsheets')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts batch 3e09ac86-bd74-5465-851d-1eb5a5fdbb9b\n  receipts batch 3e09ac86-bd74-5465-851d-1eb5a5fdbb9b --failed --csv',
    )
    .action(async (batchId, { json, csv, ...options }) => {
      const states = selectedStates(options);
      if (json && csv) throw new UsageError('Give one of --json and --csv.');
      if (states !== undefined && !csv)
        throw new UsageError('--state and --failed need --csv. To list the messages: receipts find --batch.');
      await withTableConnection(options, async (connection) => {
        const { readBatch, summarizeBatch } = await import('../../lookup/batch.ts');
        const entries = await readBatch(connection, batchId);
        const summary = summarizeBatch(batchId.trim(), entries);
        if (json) printJson(summary);
        else if (csv) {
          const [{ messagesCsv }, { readItems }] = await Promise.all([
            import('../../lookup/messages-csv.ts'),
            import('../../lookup/read-items.ts'),
          ]);
          const chosen = entries.filter(
            ({ state = '' }) => states === undefined || states.includes(state.toLowerCase()),
          );
          print(
            messagesCsv(
              await readItems(
                connection,
                chosen.map(({ umid }) => umid),
              ),
            ),
          );
        } else if (summary.messages > 0) print((await import('../text/batch.ts')).batchText(summary));
        if (summary.messages === 0)
          throw new CliError(`There is no message of the batch ${batchId} in the ${connection.name}.`);
      });
    });
