import { basename } from 'node:path';

/** `npx` starts the program with the name of the package. */
const PACKAGE = 'sms-delivery-receipts';
const NEEDS_QUOTES = /[^\w@%+=:,./-]/;

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

/** A word for a shell. */
export function quoted(value: string): string {
  return NEEDS_QUOTES.test(value) || value === '' ? `'${value.replaceAll("'", "'\\''")}'` : value;
}
