import { basename } from 'node:path';
import { withEscapes } from './text.ts';

/** `npx` starts the program with the name of the package. */
const PACKAGE = 'sms-delivery-receipts';
const NEEDS_QUOTES = /[^\w@%+=:,./-]/;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** How users start this tool: `npx receipts` if npm started this process, otherwise `receipts`. */
export function toolName({ argv, env }: Pick<NodeJS.Process, 'argv' | 'env'> = process): string {
  const started = basename(argv[1] ?? '').replace(/\.m?js$/, '');
  const name = started === PACKAGE ? PACKAGE : 'receipts';
  return env.npm_lifecycle_event === undefined ? name : `npx ${name}`;
}

/**
 * A command line of this tool, to paste into a shell.
 *
 * @param options - values by name: true for an option without a value, undefined or false for no option
 */
export function commandLine(
  command: string,
  options: Readonly<Record<string, string | number | boolean | undefined>>,
  tool = toolName(),
): string {
  const words = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}`, quoted(String(value))];
  });
  return [tool, command, ...words].join(' ');
}

/** A word for a shell. What nobody sees is written as an escape, which bash and zsh read. */
export function quoted(value: string): string {
  if (UNSEEN.test(value)) {
    const escaped = withEscapes(value.replace(/[\\']/g, '\\$&')).replaceAll('\n', '\\n');
    return `$'${escaped}'`;
  }
  return NEEDS_QUOTES.test(value) || value === '' ? `'${value.replaceAll("'", "'\\''")}'` : value;
}
