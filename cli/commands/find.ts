import { Command } from '@commander-js/extra-typings';
import { dynamoDbOption, stackOption, withTableConnection } from '../deployment/table-connection.ts';
import { CliError } from '../errors.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { wholeNumber } from './arguments.ts';

export const command = () =>
  new Command('find')
    .description(
      'Finds messages by your own id, by batch or by number; those to a number newest first. One alone is shown as by receipts get.',
    )
    .option('--client-message-id <id>', 'your own id of the message')
    .option('--batch <id>', "the vendor's id of the batch")
    .option('--destination <number>', 'the number that the message went to, with or without its plus')
    .option('--limit <count>', 'how many to show', wholeNumber(1), 100)
    .addOption(stackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the items as a JSON list')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts find --destination +12025550293\n  receipts find --client-message-id order-17 --json',
    )
    .action(async ({ clientMessageId, batch, destination, limit, json, ...options }) => {
      if ([clientMessageId, batch, destination].filter((given) => given !== undefined).length !== 1) {
        throw new CliError('Give one of --client-message-id, --batch and --destination.');
      }
      await withTableConnection(options, async (connection) => {
        const { findMessages } = await import('../lookup/find.ts');
        const { items, isCut } = await findMessages(connection, { clientMessageId, batch, destination }, limit);
        if (json) printJson(items);
        else if (items.length > 0) print((await import('../lookup/found.ts')).foundText(items));
        if (isCut) printError(`There are more than ${limit}. Show more with --limit.`);
        if (items.length === 0) throw new CliError(`Nothing was found in the ${connection.name}.`);
      });
    });
