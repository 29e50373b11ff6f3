import { Command, Option } from '@commander-js/extra-typings';
import { SET_ASIDE_REASONS, type SetAsideReason } from '../../contract/set-aside-item.ts';
import { CliError, UsageError } from '../../toolbox/errors.ts';
import { pluralize } from '../../toolbox/text.ts';
import { dynamoDbOption, tablesOfStackOption, withTableConnection } from '../deployment/table-connection.ts';
import { again, moreText } from '../terminal/again.ts';
import { requireConsent } from '../terminal/ask.ts';
import { print, printError, printJson } from '../terminal/output.ts';
import { time, wholeNumber } from './arguments.ts';
import { timesOf, utcOption } from './message-options.ts';

const REASONS = Object.keys(SET_ASIDE_REASONS) as SetAsideReason[];
const NOTHING = 'Nothing is set aside.';
const reasonOption = () => new Option('--reason <reason>', 'only bodies set aside for this reason').choices(REASONS);

export const setAside = () =>
  new Command('set-aside')
    .description('Lists, shows and replays set-aside bodies: those that could not be recorded when they were received.')
    .addHelpText('after', '\nExample:\n  receipts set-aside list --reason invalid')
    .addCommand(list())
    .addCommand(show())
    .addCommand(replay());

const list = () =>
  new Command('list')
    .description('Lists set-aside bodies, newest first, without their content.')
    .addOption(reasonOption())
    .option('--before <time>', 'only bodies last received before this time', time)
    .option('--limit <count>', 'how many to list', wholeNumber(1), 100)
    .addOption(utcOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the same as a JSON list')
    .addHelpText('after', '\nExample:\n  receipts set-aside list --reason invalid')
    .action(async ({ reason, before, limit, json, ...options }, command) => {
      await withTableConnection(options, async (connection) => {
        const { listSetAside } = await import('../../lookup/set-aside/list.ts');
        const {
          entries,
          before: next,
          readWhole,
        } = await listSetAside(connection, { reason, before: before?.toISOString() }, limit);
        if (json) printJson(entries);
        else if (entries.length === 0) print(NOTHING);
        else print((await import('../text/set-aside.ts')).setAsideListText(entries, timesOf(options)));
        if (readWhole !== undefined) printError(readWhole);
        if (next !== undefined) printError(moreText(limit, undefined, again(command, { before: next })));
      });
    });

const show = () =>
  new Command('show')
    .description('Shows a set-aside body and its problems. It may contain personal data.')
    .argument('<id>', 'its id, or at least the first 6 digits')
    .addOption(utcOption())
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--json', 'the item as JSON; a body that is not text in base64, as bodyBase64')
    .addHelpText('after', '\nExample:\n  receipts set-aside show 44136fa355b3')
    .action(async (idPrefix, { json, ...options }) => {
      await withTableConnection(options, async (connection) => {
        const { readSetAside } = await import('../../lookup/set-aside/read.ts');
        const { resolveId } = await import('../set-aside/resolve-id.ts');
        const id = await resolveId(connection, idPrefix);
        const item = await readSetAside(connection, id);
        if (item === undefined) throw new CliError(`There is no set-aside body ${id} in the ${connection.name}.`);
        const { setAsideJson, setAsideText } = await import('../text/set-aside.ts');
        if (json) printJson(setAsideJson(item));
        else print(setAsideText(item, timesOf(options)));
      });
    });

const replay = () =>
  new Command('replay')
    .description(
      'Records set-aside bodies, for example after a fix of the parser, with their original receive time. A body that still cannot be recorded stays as it was. Running it twice changes nothing.',
    )
    .addOption(reasonOption())
    .option('--id <id...>', 'only these: ids, or at least the first 6 digits of each')
    .option('--all', 'all set-aside bodies')
    .addOption(tablesOfStackOption())
    .addOption(dynamoDbOption())
    .option('--yes', 'do not ask')
    .option('--json', 'the result of each, as a JSON list')
    .addHelpText(
      'after',
      '\nExamples:\n  receipts set-aside replay --reason invalid\n  receipts set-aside replay --id 44136fa355b3 --yes',
    )
    .action(async ({ reason, id: ids, all, yes, json, ...options }) => {
      if ([reason, ids, all].filter((given) => given !== undefined).length !== 1) {
        throw new UsageError('Give exactly one of --reason, --id and --all.');
      }
      await withTableConnection(options, async (connection) => {
        const { idsToReplay, replay: replayBodies } = await import('../set-aside/replay.ts');
        const chosen = await idsToReplay(connection, reason, ids);
        if (chosen.length > 0)
          await requireConsent(
            `Replay ${pluralize(chosen.length, 'body', 'bodies')} into the ${connection.name}?`,
            yes,
          );
        const replayed = chosen.length === 0 ? [] : await replayBodies(connection, chosen);
        // Scripts rely on the name `became`
        if (json) printJson(replayed.map(({ id, result, ...more }) => ({ id, became: result, ...more })));
        else print(chosen.length === 0 ? NOTHING : (await import('../text/set-aside.ts')).replayText(replayed));
      });
    });
