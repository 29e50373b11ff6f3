import { Command } from '@commander-js/extra-typings';
import { dynamoDbOption, stackOption, withTableConnection } from '../deployment/table-connection.ts';
import { CliError } from '../errors.ts';
import { print, printJson } from '../terminal/output.ts';
import { umid } from './arguments.ts';

export const command = () =>
  new Command('get')
    .description('Shows a message: its states with their times and the gaps between them, its error, its price.')
    .argument('<umid>', "the vendor's id of the message", umid)
    .addOption(stackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the item as JSON')
    .addHelpText('after', '\nExample:\n  receipts get 9e09ac86-bd74-5465-851d-1eb5a5fdbb9a')
    .action(async (id, options) => {
      await withTableConnection(options, async (connection) => {
        const { readItems } = await import('../lookup/read-items.ts');
        const [item] = await readItems(connection, [id]);
        if (item === undefined) {
          throw new CliError(
            `There is no message ${id} in the ${connection.name}: no receipt of it was recorded, or its item has expired. See also: receipts set-aside list.`,
          );
        }
        if (options.json) printJson(item);
        else print((await import('../lookup/timeline.ts')).timelineOf(item));
      });
    });
