import { Command } from '@commander-js/extra-typings';
import { toolName } from '../../toolbox/command-line.ts';
import { CliError, UsageError } from '../../toolbox/errors.ts';
import {
  dynamoDbEndpoint,
  dynamoDbOption,
  tablesOfStackOption,
  withTableConnection,
} from '../deployment/table-connection.ts';
import { moreText, print, printError, printJson } from '../terminal/output.ts';
import { id, phoneNumber, readNumber, time, umid, wholeNumber } from './arguments.ts';

/** How many `get` shows without an id. */
const LAST_MESSAGES = 10;

export const get = () =>
  new Command('get')
    .description('Shows a message: its states with their times and the gaps between them, its error, its price.')
    .argument('[umid]', "the vendor's id of the message; without it, the last messages of npm start", umid)
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
          else print((await import('../text/message.ts')).messagesText(items));
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
        else print((await import('../text/message.ts')).messageText(item));
      });
    });

export const find = () =>
  new Command('find')
    .description(
      'Finds messages by your own id, by batch or by number; those to a number newest first. A single one is shown as receipts get shows it. A narrow terminal shows the columns that fit; --json has everything.',
    )
    .option('--client-message-id <id>', 'your own id of the message', id)
    .option('--batch <id>', "the vendor's id of the batch", id)
    .option(
      '--destination <number>',
      'the number that the message went to, with its country code, however it is written; or a short code',
      phoneNumber,
    )
    .option('--state <state>', 'only messages in this state, such as undelivered', (text) => id(text).toLowerCase())
    .option('--before <time>', 'only messages to the number whose first receipt came before this time', time)
    .option('--limit <count>', 'how many to show', wholeNumber(1), 100)
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the items as a JSON list')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts find --destination +12025550293\n  receipts find --client-message-id order-17 --json\n  receipts find --batch 3e09ac86-bd74-5465-851d-1eb5a5fdbb9b --state undelivered',
    )
    .action(async ({ clientMessageId, batch, destination: number, state, before, limit, json, ...options }) => {
      if ([clientMessageId, batch, number].filter((given) => given !== undefined).length !== 1) {
        throw new UsageError('Give exactly one of --client-message-id, --batch and --destination.');
      }
      if (before !== undefined && number === undefined) throw new UsageError('--before needs --destination.');
      await withTableConnection(options, async (connection) => {
        const { findMessages } = await import('../../lookup/find.ts');
        const destination = await readNumber(number);
        const criteria = { clientMessageId, batch, destination, state, before: before?.toISOString() };
        const { items, hasMore, before: next } = await findMessages(connection, criteria, limit);
        if (json) printJson(items);
        else if (items.length > 0)
          print((await import('../text/message.ts')).messagesText(items, destination !== undefined));
        if (number !== undefined && destination?.text.includes(number) === false && items.length > 0 && !json)
          printError(`These went to ${destination.text}.`);
        if (hasMore) printError(moreText(limit, next));
        if (items.length === 0) {
          const inState = state === undefined ? '' : ` in the state ${state}`;
          const withoutNumber = batch === undefined ? `with the id ${clientMessageId}` : `of the batch ${batch}`;
          const which = destination === undefined ? withoutNumber : `to ${destination.text}`;
          throw new CliError(`Nothing was found: there is no message ${which}${inState} in the ${connection.name}.`);
        }
      });
    });

export const batch = () =>
  new Command('batch')
    .description('Counts the messages of a batch by state and by error.')
    .argument('<id>', "the vendor's id of the batch", id)
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the counts as JSON')
    .addHelpText('after', '\nExample:\n  receipts batch 3e09ac86-bd74-5465-851d-1eb5a5fdbb9b')
    .action(async (batchId, options) => {
      await withTableConnection(options, async (connection) => {
        const { readBatch, summarizeBatch } = await import('../../lookup/batch.ts');
        const summary = summarizeBatch(batchId.trim(), await readBatch(connection, batchId));
        if (options.json) printJson(summary);
        else if (summary.messages > 0) print((await import('../text/batch.ts')).batchText(summary));
        if (summary.messages === 0)
          throw new CliError(`There is no message of the batch ${batchId} in the ${connection.name}.`);
      });
    });
