import { CliError, InterruptedError } from '../errors.ts';

const isTerminal = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/**
 * Returns only where the user agrees, or agreed beforehand with `--yes`.
 *
 * @throws CliError if the user does not agree, or cannot be asked
 */
export async function requireConsent(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!isTerminal())
    throw new CliError('This command asks before it changes anything, and there is no terminal. Add --yes to agree.');
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: question, initialValue: false, output: process.stderr, withGuide: false });
  if (isCancel(answer)) throw new InterruptedError('Interrupted. Nothing was changed.');
  if (!answer) throw new CliError('Nothing was changed.');
}

/** @throws CliError if nothing is typed, or nobody can be asked */
export async function askSecret(what: string, variable: string): Promise<string> {
  if (!isTerminal()) throw new CliError(`${what} is needed. Set ${variable}: there is no terminal to ask on.`);
  const { isCancel, password } = await import('@clack/prompts');
  const answer = await password({ message: what, output: process.stderr, withGuide: false });
  if (isCancel(answer)) throw new InterruptedError('Interrupted. Nothing was changed.');
  if (!answer?.trim()) throw new CliError(`${what} is needed. Set ${variable}, or type it.`);
  return answer.trim();
}
