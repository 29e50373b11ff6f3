import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandUnknownOpts as AnyCommand } from '@commander-js/extra-typings';
import { Command, CommanderError, Help } from '@commander-js/extra-typings';
import { toolName } from '../toolbox/command-line.ts';
import { CliError, describeError, UsageError } from '../toolbox/errors.ts';
import { withEscapes } from '../toolbox/text.ts';
import { awsRegionOption, profileOption } from './commands/aws-options.ts';
import { selectAws } from './deployment/aws.ts';
import { printError } from './terminal/output.ts';
import { terminalWidth } from './terminal/table.ts';

const WRONG_USAGE = 2;
/** Of a help text that goes to a file or a pipe. */
const DEFAULT_HELP_WIDTH = 80;
/** The same path in the package. */
const PACKAGE = join(import.meta.dirname, '../package.json');

/** Of the descriptions beside the names of options and commands. */
const MIN_HELP_COLUMN = 20;
/** Lines of a help text that belong together. */
const PARAGRAPH = /^\S.*(?:\n\S.*)*/gm;

/** The start of an example in a help text. */
const EXAMPLE = /^ {2}receipts /gm;

/** The command that a shell runs for each Tab key: `receipts complete -- WORDS`. Not for users. */
const COMPLETE = 'complete';

type Load = () => Promise<() => AnyCommand>;

/** The commands by what they are for. Each is loaded only when it is used, so that the tool starts fast. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, readonly [summary: string, load: Load]>>>> = {
  'Look up': {
    search: ['finds messages by whatever you have', async () => (await import('./commands/search.ts')).search],
    get: ['shows a message and its history', async () => (await import('./commands/messages.ts')).get],
    find: ['finds messages by your own id, batch or number', async () => (await import('./commands/find.ts')).find],
    batch: ['counts the outcomes of a batch', async () => (await import('./commands/messages.ts')).batch],
    explain: ['explains an error code', async () => (await import('./commands/explain.ts')).explain],
    overdue: ['counts messages that do not finish', async () => (await import('./commands/overdue.ts')).overdue],
    report: ['counts delivery, errors, times and cost', async () => (await import('./commands/report.ts')).report],
    ui: ['serves a page to look up messages', async () => (await import('./commands/ui.ts')).ui],
  },
  Watch: {
    watch: ['follows a message or a batch to its end', async () => (await import('./commands/watch.ts')).watch],
    listen: ['shows status changes as they come', async () => (await import('./commands/listen.ts')).listen],
    check: ['checks that receipts arrive', async () => (await import('./commands/check.ts')).check],
  },
  'Set up': {
    init: ['writes the settings file', async () => (await import('./commands/init.ts')).init],
    cost: ['adds up the monthly bill', async () => (await import('./commands/cost.ts')).cost],
    wire: ['sets the callback URL of the 8x8 account', async () => (await import('./commands/webhook.ts')).wire],
    unwire: ['removes the callback URL', async () => (await import('./commands/webhook.ts')).unwire],
    'rotate-token': [
      'replaces the token that the vendor presents',
      async () => (await import('./commands/webhook.ts')).rotateToken,
    ],
    'store-key': [
      'stores the API key of 8x8 for the scheduled comparison',
      async () => (await import('./commands/store-key.ts')).storeKey,
    ],
    page: ['checks the hosted page, and stores its secret', async () => (await import('./commands/page.ts')).page],
    trigger: ['posts one made-up receipt', async () => (await import('./commands/trigger.ts')).trigger],
    dev: ['runs the receiver on this machine', async () => (await import('./commands/dev.ts')).dev],
    send: ['sends receipts as the vendor does, and compares', async () => (await import('./commands/send.ts')).send],
    completion: [
      'prints the completion script for your shell',
      async () => (await import('./commands/completion.ts')).completion,
    ],
  },
  Repair: {
    archive: ['fills in what the archive lacks', async () => (await import('./commands/archive.ts')).archive],
    'set-aside': [
      'lists, shows and replays bodies that were set aside',
      async () => (await import('./commands/set-aside.ts')).setAside,
    ],
    reconcile: [
      "compares the table with the vendor's own log, and records what is missing",
      async () => (await import('./commands/reconcile.ts')).reconcile,
    ],
  },
  Privacy: {
    forget: ['erases the data of a person or a message', async () => (await import('./commands/forget.ts')).forget],
  },
};

/**
 * Runs the tool and sets the exit code of the process: 1 if something failed, 2 for a wrong command line, 130 after
 * Ctrl-C.
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', failToPrint);
  if (argv[2] === COMPLETE) {
    const { complete } = await import('./commands/completion.ts');
    // The words after `complete --`
    await complete(await programFor(Object.values(GROUPS).flatMap(Object.keys)), argv.slice(4));
    return;
  }
  const program = await programFor(argv);
  let running: AnyCommand = program;
  program.hook('preAction', async (_, command) => {
    running = command;
    await selectAws(program.opts());
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
    else {
      printError(`receipts: ${describeError(error)}`);
      if (error instanceof UsageError) printError(helpHint(running));
      process.exitCode = error instanceof CliError ? error.exitCode : 1;
    }
  }
}

/** A full disk, or a reader such as head that has closed the pipe. The command goes on: it may be changing something. */
function failToPrint({ code }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE' || process.exitCode) return;
  printError(`receipts: the output could not be written (${code}).`);
  process.exitCode = 1;
}

async function programFor(names: readonly string[]): Promise<AnyCommand> {
  const program: AnyCommand = new Command('receipts')
    .description('Wires, checks and looks up the delivery receipts of the 8x8 SMS platform.')
    .addOption(profileOption())
    .addOption(awsRegionOption())
    .version(JSON.parse(readFileSync(PACKAGE, 'utf8')).version, '-V, --version', 'show the version')
    .addHelpText('after', '\nExample:\n  receipts get --help')
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: MIN_HELP_COLUMN })
    .commandsGroup('Help:')
    .helpCommand(true)
    .configureOutput({
      writeOut: (text) => process.stdout.write(helpText(text)),
      writeErr: (text) => process.stderr.write(withEscapes(helpText(text))),
      getOutHelpWidth: helpWidth,
      getErrHelpWidth: helpWidth,
      // Not `write`, which would join the lines of the error
      outputError: (text) => process.stderr.write(withEscapes(text.replace(/^error: (command-)?/, 'receipts: '))),
    })
    .exitOverride();
  for (const [group, commands] of Object.entries(GROUPS)) {
    for (const [name, [summary, load]] of Object.entries(commands)) {
      const command = names.includes(name) ? (await load())() : new Command(name);
      program.addCommand(command.summary(summary).helpGroup(`${group}:`));
    }
  }
  inheritSettings(program);
  return program;
}

/** With examples as the user starts the tool, and paragraphs as wide as the terminal. */
function helpText(text: string): string {
  return text
    .replace(EXAMPLE, `  ${toolName()} `)
    .replace(PARAGRAPH, (lines) => new Help().boxWrap(lines.replaceAll('\n', ' '), helpWidth()));
}

function helpWidth(): number {
  const width = terminalWidth();
  return Number.isFinite(width) ? width : DEFAULT_HELP_WIDTH;
}

function inheritSettings(command: AnyCommand): void {
  command.showHelpAfterError(helpHint(command));
  for (const inner of command.commands) {
    inner.copyInheritedSettings(command);
    inheritSettings(inner);
  }
}

function helpHint(command: AnyCommand): string {
  const names: string[] = [];
  for (let at: AnyCommand | null = command; at !== null; at = at.parent) names.unshift(at.name());
  return `See ${[toolName(), ...names.slice(1)].join(' ')} --help.`;
}
