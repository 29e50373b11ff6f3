import { Command } from '@commander-js/extra-typings';
import { dynamoDbOption, stackOption, withTableConnection } from '../deployment/table-connection.ts';
import { CliError } from '../errors.ts';
import { requireConsent } from '../terminal/ask.ts';
import { pluralize, print, printError, printJson } from '../terminal/output.ts';
import { phoneNumber, umid } from './arguments.ts';

export const command = () =>
  new Command('forget')
    .description(
      'Erases what is kept of a person or a message: the items of the messages, and the set-aside bodies that name the number or one of the messages.',
    )
    .option('--destination <number>', 'the number of the person, with or without its plus', phoneNumber)
    .option('--umid <umid>', "the vendor's id of the message", umid)
    .addOption(stackOption())
    .addOption(dynamoDbOption())
    .option('--yes', 'do not ask')
    .option('--json', 'what was erased, as JSON')
    .addHelpText(
      'after',
      `
What it does not reach: receipts that are still to come (run it again then: the vendor sends for 48 hours) or still in a
queue, backups of the tables (point-in-time recovery keeps 35 days), and what 8x8 keeps.

Examples:
  receipts forget --destination +12025550293
  receipts forget --umid 9e09ac86-bd74-5465-851d-1eb5a5fdbb9a --yes`,
    )
    .action(async ({ yes, json, destination, umid: id, ...options }) => {
      if ((destination === undefined) === (id === undefined))
        throw new CliError('Give one of --destination and --umid.');
      await withTableConnection(options, async (connection) => {
        const { erase, findKept } = await import('../forget/forget.ts');
        const kept = await findKept(connection, { destination, umid: id });
        const { umids, setAsideIds } = kept;
        const found = `${pluralize(umids.length, 'message')} and ${pluralize(setAsideIds.length, 'set-aside item')}`;
        if (umids.length + setAsideIds.length > 0) {
          if (!yes) printError(`Found: ${found}.`);
          await requireConsent(`Erase them from the ${connection.name}, for ever?`, yes);
          await erase(connection, kept);
        }
        if (json) printJson(kept);
        else
          print(
            [
              `Erased ${found}.`,
              ...umids.map((id) => `  message    ${id}`),
              ...setAsideIds.map((id) => `  set-aside  ${id}`),
            ].join('\n'),
          );
      });
    });
