import { Command } from '@commander-js/extra-typings';
import { CliError } from '../../toolbox/errors.ts';
import { awsConfig } from '../deployment/aws.ts';
import { stackOption, withStackConnection } from '../deployment/table-connection.ts';
import { print, printError, printJson } from '../terminal/output.ts';

export const archive = () =>
  new Command('archive')
    .description('Fills in what the archive of a stack lacks.')
    .addHelpText('after', '\nExample:\n  receipts archive backfill')
    .addCommand(backfill());

const backfill = () =>
  new Command('backfill')
    .description(
      'Puts the messages of the receipts table into the archive, each as it is now: those from before the archive was turned on, and those that it lost. Reads the whole table, and says what that costs. A row that the archive has already changes no figure, so you can run it again.',
    )
    .addOption(stackOption())
    .option('--json', 'the numbers of items and rows, as JSON')
    .addHelpText('after', '\nExample:\n  receipts archive backfill --stack SmsReceipts')
    .action(async ({ stack: name, json }) => {
      const { readStack } = await import('../deployment/stack.ts');
      const stack = await readStack(name);
      if (stack.archive === undefined)
        throw new CliError(
          `The stack ${name} has no archive. Put "archive": "on" into receipts.config.json, and deploy it first.`,
        );
      const { stream, fields } = stack.archive;
      const { createPutRecords } = await import('../../lambda/archive/firehose.ts');
      const { backfill: putItems } = await import('../archive/backfill.ts');
      const { backfilledText, backfillSizeText } = await import('../text/archive.ts');
      await withStackConnection(stack, async (connection) => {
        const result = await putItems(connection, {
          put: createPutRecords(stream, awsConfig()),
          fields,
          onSize: (size) => printError(backfillSizeText(size, connection.name)),
        });
        if (json) printJson(result);
        else print(backfilledText(result));
      });
    });
