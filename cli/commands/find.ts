import { Command } from '@commander-js/extra-typings';
import type { Criteria } from '../../lookup/find.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { CliError, UsageError } from '../../toolbox/errors.ts';
import { dynamoDbOption, tablesOfStackOption, withTableConnection } from '../deployment/table-connection.ts';
import { again, moreText } from '../terminal/again.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { id, phoneNumber, readNumber, time, wholeNumber } from './arguments.ts';
import { defaultCountryOf, defaultCountryOption } from './country-option.ts';
import { failedOption, selectedStates, stateOption, timesOf, utcOption } from './message-options.ts';

export const find = () =>
  new Command('find')
    .description(
      'Finds messages by your own id, by batch or by number; those to a number newest first. A single one is shown as receipts get shows it. A narrow terminal shows the columns that fit; --json has everything.',
    )
    .option('--client-message-id <id>', 'your own id of the message', id)
    .option('--batch <id>', "the vendor's id of the batch", id)
    .option(
      '--destination <number>',
      'the number that the message went to, however it is written; or a short code',
      phoneNumber,
    )
    .addOption(defaultCountryOption())
    .addOption(stateOption('messages in'))
    .addOption(failedOption())
    .option('--from <time>', 'only messages to the number whose first receipt came at this time or later', time)
    .option('--before <time>', 'only messages to the number whose first receipt came before this time', time)
    .option('--limit <count>', 'how many to show', wholeNumber(1), 100)
    .addOption(utcOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the items as a JSON list')
    .option('--csv', 'the messages as CSV for spreadsheets')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts find --destination +12025550293 --from 2026-11-27\n  receipts find --client-message-id order-17 --json\n  receipts find --batch 3e09ac86-bd74-5465-851d-1eb5a5fdbb9b --failed --csv',
    )
    .action(
      async ({ clientMessageId, batch, destination: number, from, before, limit, json, csv, ...options }, command) => {
        if ([clientMessageId, batch, number].filter((given) => given !== undefined).length !== 1) {
          throw new UsageError('Give exactly one of --client-message-id, --batch and --destination.');
        }
        if ((from ?? before) !== undefined && number === undefined)
          throw new UsageError('--from and --before need --destination.');
        if (json && csv) throw new UsageError('Give one of --json and --csv.');
        await withTableConnection(options, async (connection) => {
          const { countMessages, findMessages } = await import('../../lookup/find.ts');
          const destination = await readNumber(number, defaultCountryOf(options, connection));
          const criteria: Criteria = {
            clientMessageId,
            batch,
            destination,
            states: selectedStates(options),
            from: from?.toISOString(),
            before: before?.toISOString(),
          };
          const { items, hasMore, before: next } = await findMessages(connection, criteria, limit);
          if (json) printJson(items);
          else if (csv) print((await import('../../lookup/messages-csv.ts')).messagesCsv(items));
          else if (items.length > 0)
            print(
              (await import('../text/message.ts')).messagesText(items, timesOf(options), {
                isToOneNumber: destination !== undefined,
              }),
            );
          if (number !== undefined && destination?.text.includes(number) === false && items.length > 0 && !json)
            printError(`These went to ${destination.text}.`);
          if (hasMore) {
            const total = await countMessages(connection, criteria);
            // Only messages to a number have an order in which they go on
            const rest = next === undefined ? { limit: total ?? 10 * limit } : { before: next };
            printError(moreText(items.length, total, again(command, rest)));
          }
          if (items.length === 0) throw new CliError(await nothingText(connection, criteria));
        });
      },
    );

async function nothingText(connection: TableConnection, criteria: Criteria): Promise<string> {
  const { clientMessageId, batch, destination, states } = criteria;
  const withoutNumber = batch === undefined ? `with the id ${clientMessageId}` : `of the batch ${batch}`;
  const which = destination === undefined ? withoutNumber : `to ${destination.text}`;
  if (states === undefined) return `Nothing was found: there is no message ${which} in the ${connection.name}.`;
  const [{ statesOf }, { unknownStatesText }] = await Promise.all([
    import('../../lookup/find.ts'),
    import('../../lookup/known-states.ts'),
  ]);
  const others = await statesOf(connection, criteria);
  return [
    `Nothing was found: there is no message ${which} in the state ${states.join(' or ')} in the ${connection.name}.`,
    others.length > 0 ? `Messages ${which} are in the state ${others.join(' or ')}.` : undefined,
    unknownStatesText(states),
  ]
    .filter(Boolean)
    .join(' ');
}
