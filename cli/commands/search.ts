import { Command } from '@commander-js/extra-typings';
import { SHOWN_DIGITS } from '../../lookup/set-aside/list.ts';
import { CliError } from '../../toolbox/errors.ts';
import { dynamoDbOption, tablesOfStackOption, withTableConnection } from '../deployment/table-connection.ts';
import { moreText, other } from '../terminal/again.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { id } from './arguments.ts';
import { defaultCountryOf, defaultCountryOption } from './country-option.ts';
import { timesOf, utcOption } from './message-options.ts';

export const search = () =>
  new Command('search')
    .description(
      'Finds messages by whatever you have: a number in any notation, a umid or its first 8 digits, your own id of a message or of a batch, the id of a batch, or the address of a page of receipts ui.',
    )
    .argument('<text>', 'what to search for', id)
    .addOption(defaultCountryOption())
    .addOption(utcOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the items and the ids of batches as JSON')
    .addHelpText('after', "\nExamples:\n  receipts search '+1 (202) 555-0293'\n  receipts search 9e09ac86")
    .action(async (text, { json, ...options }, command) => {
      await withTableConnection(options, async (connection) => {
        const [{ readSearchText }, { search: searchFor }] = await Promise.all([
          import('../../lookup/search-text.ts'),
          import('../../lookup/search.ts'),
        ]);
        const wanted = readSearchText(text, defaultCountryOf(options, connection));
        const result = await searchFor(connection, wanted);
        const { messages, batches, stop, notSearched, isNumber, hasMore, before } = result;
        const times = timesOf(options);
        if (json) printJson({ messages, batches });
        else if (messages.length > 0)
          print((await import('../text/message.ts')).messagesText(messages, times, { isToOneNumber: isNumber }));
        for (const batch of batches) printError(`There is a batch of this id: ${other(command, ['batch', batch])}`);
        if (isNumber && wanted.number !== undefined && !json) printError(`These went to ${wanted.number.text}.`);
        if (hasMore) {
          const rest = isNumber
            ? { destination: wanted.number?.text, before }
            : { 'client-message-id': wanted.text, limit: 1000 };
          printError(moreText(messages.length, undefined, other(command, ['find'], rest)));
        }
        if (stop !== undefined)
          printError(
            `This number asked for no more messages (STOP), ${times.at(stop.receivedAt)}: ${other(command, ['set-aside', 'show', stop.id.slice(0, SHOWN_DIGITS)])}`,
          );
        if (wanted.meant !== undefined)
          printError(
            `Did you mean ${wanted.meant}? A number needs its country code: ${other(command, ['search', wanted.meant])}`,
          );
        for (const why of notSearched) printError(why);
        if (messages.length + batches.length === 0)
          throw new CliError(
            `Nothing was found for ${wanted.text} in the ${connection.name}: no recorded receipt has it, or the items have expired.`,
          );
      });
    });
