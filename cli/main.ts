import type { CommandUnknownOpts as AnyCommand } from '@commander-js/extra-typings';
import { Command, CommanderError } from '@commander-js/extra-typings';
import { describeError } from './errors.ts';
import { printError } from './terminal/output.ts';

const WRONG_USAGE = 2;

/** Each command is loaded only when it is named, so that the tool starts fast. */
const COMMANDS = {
  wire: ['sets the callback URL of the 8x8 account', () => import('./commands/wire.ts')],
  unwire: ['takes the callback URL away again', () => import('./commands/unwire.ts')],
  check: ['tells whether receipts still arrive', () => import('./commands/check.ts')],
  'rotate-token': ['replaces the token that the vendor presents', () => import('./commands/rotate-token.ts')],
  get: ['shows the life of a message', () => import('./commands/get.ts')],
  find: ['finds messages by your own id, batch or number', () => import('./commands/find.ts')],
  batch: ['counts the states of a batch', () => import('./commands/batch.ts')],
  send: ['sends receipts as the vendor does, and compares', () => import('./commands/send.ts')],
  listen: [
    'shows status changes as they come',
    async () => ({ command: (await import('./commands/listen.ts')).listen }),
  ],
  'set-aside': ['lists, shows and replays bodies that were set aside', () => import('./commands/set-aside.ts')],
  forget: ['erases what is kept of a person or a message', () => import('./commands/forget.ts')],
} as const;

/** Runs the tool; sets the exit code of the process: 1 where something failed, 2 for a wrong command line. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader such as head has read enough
  process.stdout.on('error', () => process.exit(0));
  try {
    await (await programFor(argv)).parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
    else {
      printError(`receipts: ${describeError(error)}`);
      process.exitCode = 1;
    }
  }
}

async function programFor(argv: readonly string[]): Promise<Command> {
  const program = new Command('receipts')
    .description('Wires, watches and looks up the delivery receipts of the 8x8 SMS platform.')
    .addHelpText('after', '\nExample:\n  receipts get --help')
    .showHelpAfterError('See receipts --help.')
    .exitOverride();
  for (const [name, [summary, load]] of Object.entries(COMMANDS)) {
    const command = argv.includes(name) ? (await load()).command() : new Command(name);
    program.addCommand(command.summary(summary));
    inheritSettings(command, program);
  }
  return program;
}

function inheritSettings(command: AnyCommand, from: AnyCommand): void {
  command.copyInheritedSettings(from);
  for (const inner of command.commands) inheritSettings(inner, command);
}
