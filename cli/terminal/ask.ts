import { CliError, InterruptedError } from '../../toolbox/errors.ts';
import { printable } from '../../toolbox/text.ts';

const isTerminal = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/**
 * Asks the user to agree, unless `--yes` was given.
 *
 * @throws CliError if the user does not agree or there is no terminal
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

/**
 * Asks for a text until it is valid. An empty one is the initial text.
 *
 * @throws CliError if there is no terminal
 */
export async function askText(
  question: string,
  { initial, problem }: { readonly initial: string; readonly problem: (text: string) => string | undefined },
): Promise<string> {
  if (!isTerminal())
    throw new CliError(
      'This command asks, and there is no terminal. Add --yes, and the answers as options: see --help.',
    );
  const { isCancel, text } = await import('@clack/prompts');
  const validate = (typed = '') => problem(typed.trim() || initial);
  const answer = await text({
    message: question,
    defaultValue: initial,
    placeholder: initial,
    validate,
    output: process.stderr,
    withGuide: false,
  });
  if (isCancel(answer)) throw new InterruptedError('Interrupted. Nothing was changed.');
  return answer.trim() || initial;
}

/** @throws CliError if there is no terminal */
export async function askMfaCode(serial: string): Promise<string> {
  if (!isTerminal()) {
    throw new CliError(
      `The AWS profile needs a code of the MFA device ${printable(serial)}, and there is no terminal to ask on. Run this on a terminal, or get credentials first: aws sts get-session-token.`,
    );
  }
  const { isCancel, text } = await import('@clack/prompts');
  const answer = await text({ message: `MFA code of ${printable(serial)}`, output: process.stderr, withGuide: false });
  if (isCancel(answer)) throw new InterruptedError('Interrupted. Nothing was changed.');
  return answer.trim();
}

/** @throws CliError if the input is empty or there is no terminal */
export async function askSecret(what: string, variable: string): Promise<string> {
  if (!isTerminal()) throw new CliError(`${what} is needed. Set ${variable}: there is no terminal to ask on.`);
  const { isCancel, password } = await import('@clack/prompts');
  const answer = await password({ message: what, output: process.stderr, withGuide: false });
  if (isCancel(answer)) throw new InterruptedError('Interrupted. Nothing was changed.');
  if (!answer?.trim()) throw new CliError(`${what} is needed. Set ${variable}, or type it.`);
  return answer.trim();
}
