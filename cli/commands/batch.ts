import { Command } from '@commander-js/extra-typings';
import { dynamoDbOption, stackOption, withPlace } from '../deployment/place.ts';
import { Failure } from '../failure.ts';
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
      await withPlace(options, async (place) => {
        const { batchText, summarizeBatch } = await import('../lookup/batch.ts');
        const summary = await summarizeBatch(place, id.trim());
        if (options.json) printJson(summary);
        else if (summary.messages > 0) print(batchText(summary));
        if (summary.messages === 0) throw new Failure(`There is no message of the batch ${id} in the ${place.name}.`);
      });
    });
