import { CliError } from '../errors.ts';

const isTerminal = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/**
 * Goes on only where the user agrees, or agreed beforehand with `--yes`.
 *
 * @throws Failure where the user does not, or cannot be asked
 */
export async function requireConsent(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!isTerminal())
    throw new CliError('This asks before it changes anything, and there is no terminal to ask on. Add --yes.');
  const { confirm } = await import('@clack/prompts');
  const answer = await confirm({ message: question, initialValue: false, output: process.stderr, withGuide: false });
  if (answer !== true) throw new CliError('Nothing was changed.');
}

/** @throws Failure where nothing is typed, or there is nobody to ask */
export async function askSecret(what: string, variable: string): Promise<string> {
  if (!isTerminal()) throw new CliError(`${what} is needed. Set ${variable}; there is no terminal to ask for it on.`);
  const { password } = await import('@clack/prompts');
  const answer = await password({ message: what, output: process.stderr, withGuide: false });
  if (typeof answer !== 'string' || answer.trim() === '')
    throw new CliError(`${what} is needed. Set ${variable}, or type it.`);
  return answer.trim();
}
