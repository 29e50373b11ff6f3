import { Command } from '@commander-js/extra-typings';
import { FORWARDING_HOURS } from '../../eight-by-eight/posting.ts';
import { CliError, describeError, UsageError } from '../../toolbox/errors.ts';
import { printable } from '../../toolbox/text.ts';
import { dynamoDbOption, tablesOfStackOption, withTableConnection } from '../deployment/table-connection.ts';
import type { VendorReport } from '../forget/forget-at-vendor.ts';
import { requireConsent } from '../terminal/ask.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { phoneNumber, readNumber, umid } from './arguments.ts';
import { openVendorApi, vendorRegionOption } from './vendor-options.ts';

export const forget = () =>
  new Command('forget')
    .description(
      'Erases the data of a person or a message: the items of the messages, and the set-aside bodies that name the number or one of the messages.',
    )
    .option(
      '--destination <number>',
      'the number of the person, with its country code, however it is written',
      phoneNumber,
    )
    .option('--umid <umid>', "the vendor's id of the message", umid)
    .option('--at-vendor', 'first ask 8x8 to remove its personal data of these messages, at 1 message a second')
    .addOption(vendorRegionOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--yes', 'do not ask')
    .option('--json', 'what was erased, as JSON')
    .addHelpText(
      'after',
      `
It finds a number in set-aside bodies however it is written, but not without its country code. It does not reach:
receipts that are still to come (8x8 sends for ${FORWARDING_HOURS} hours: run it again then) or still in a queue, backups of the tables
(point-in-time recovery keeps 35 days) and, without --at-vendor, what 8x8 keeps. --at-vendor reads the API key from
EIGHT_BY_EIGHT_API_KEY, or asks for it.

Examples:
  receipts forget --destination +12025550293
  receipts forget --umid 9e09ac86-bd74-5465-851d-1eb5a5fdbb9a --yes`,
    )
    .action(async ({ yes, json, destination: number, umid: id, atVendor, vendorRegion: region, ...options }) => {
      if ((number === undefined) === (id === undefined))
        throw new UsageError('Give exactly one of --destination and --umid.');
      const call = atVendor ? await openVendorApi(region) : undefined;
      await withTableConnection(options, async (connection) => {
        const { erase, findTraces } = await import('../forget/forget.ts');
        const { foundText, reportText } = await import('../text/forget.ts');
        const destination = await readNumber(number);
        const lookedFor = destination === undefined ? `the message ${id}` : `the number ${destination.text}`;
        const traces = await findTraces(connection, { destination, umid: id });
        if (traces.umids.length + traces.setAsideIds.length === 0) {
          if (json) printJson({ destination: destination?.text, ...traces });
          throw new CliError(`Nothing was erased: nothing in the ${connection.name} names ${lookedFor}.`);
        }
        let vendor: VendorReport | undefined;
        if (!yes) printError(`Looked for ${lookedFor}. Found: ${foundText(traces)}.`);
        const where = call === undefined ? connection.name : `${connection.name}, and the messages at 8x8`;
        await requireConsent(`Erase them from the ${where}? This cannot be undone.`, yes);
        if (call !== undefined) {
          const { forgetAtVendor } = await import('../forget/forget-at-vendor.ts');
          vendor = await forgetAtVendor(call, connection, traces.umids);
        }
        await erase(connection, traces);
        const { archive, pageLogGroup } = connection;
        const inPageLog = pageLogGroup === undefined ? undefined : await isRecorded(pageLogGroup, traces.umids);
        if (json) printJson({ destination: destination?.text, ...traces, ...(vendor && { vendor }), inPageLog });
        else print(reportText(lookedFor, traces, vendor, { isArchived: archive !== undefined, inPageLog }));
      });
    });

/** What is erased stays erased, so a log that cannot be written is a warning alone. */
async function isRecorded(logGroup: string, umids: readonly string[]): Promise<boolean> {
  const { recordForgetting } = await import('../forget/record-forgetting.ts');
  try {
    await recordForgetting(logGroup, umids);
    return true;
  } catch (error) {
    printError(
      `receipts: warning: everything is erased, but the log of the page does not say so. ${describeError(error)} The log group is ${printable(logGroup)}; it needs logs:CreateLogStream and logs:PutLogEvents.`,
    );
    return false;
  }
}
