import { Argument, Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Command as CommanderCommand } from 'commander';

export const completion = () =>
  new Command('completion')
    .description(
      'Prints the script with which your shell completes commands, options and their values. Bash needs the package bash-completion.',
    )
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
Examples:
  receipts completion bash > ~/.local/share/bash-completion/completions/receipts
  receipts completion zsh > "\${fpath[1]}/_receipts"
  receipts completion fish > ~/.config/fish/completions/receipts.fish`,
    )
    .action(async (shell) => {
      const { script } = await import('@bomb.sh/tab');
      script(shell, 'receipts', 'receipts');
    });

/** Prints the completions of the last of these words, which may be empty. */
export async function complete(program: CommandUnknownOpts, words: readonly string[]): Promise<void> {
  // A shell's menu has only one line per command
  for (const command of program.commands) command.description(command.summary());
  const { default: tab } = await import('@bomb.sh/tab/commander');
  // The typed command is the same object at run time
  const completions = tab(program as unknown as CommanderCommand);
  // Also a command of the library
  completions.commands.delete('complete');
  completions.parse([...words]);
}
