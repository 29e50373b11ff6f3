import { Command } from '@commander-js/extra-typings';
import { dynamoDbOption, stackOption, withTableConnection } from '../deployment/table-connection.ts';
import { CliError } from '../errors.ts';
import { print, printJson } from '../terminal/output.ts';

export const command = () =>
  new Command('batch')
    .description('Counts how many messages of a batch are in which state, and their errors.')
    .argument('<id>', "the vendor's id of the batch")
    .addOption(stackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the counts as JSON')
    .addHelpText('after', '\nExample:\n  receipts batch 3e09ac86-bd74-5465-851d-1eb5a5fdbb9b')
    .action(async (id, options) => {
      await withTableConnection(options, async (connection) => {
        const { batchText, summarizeBatch } = await import('../lookup/batch.ts');
        const summary = await summarizeBatch(connection, id.trim());
        if (options.json) printJson(summary);
        else if (summary.messages > 0) print(batchText(summary));
        if (summary.messages === 0)
          throw new CliError(`There is no message of the batch ${id} in the ${connection.name}.`);
      });
    });
