import { basename } from 'node:path';

/** `npx` starts the program that has the name of the package. */
const PACKAGE = 'sms-delivery-receipts';
const NEEDS_QUOTES = /[^\w@%+=:,./-]/;

/** How users start this tool: `receipts` where it is on the PATH, `npx receipts` where npm started this process. */
export function toolName({ argv, env }: Pick<NodeJS.Process, 'argv' | 'env'> = process): string {
  const started = basename(argv[1] ?? '').replace(/\.m?js$/, '');
  const name = started === PACKAGE ? PACKAGE : 'receipts';
  return env.npm_lifecycle_event === undefined ? name : `npx ${name}`;
}

/**
 * A command line of this tool, to paste into a shell.
 *
 * @param options - by name; true for an option without a value, undefined or false for none
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

function quoted(value: string): string {
  return NEEDS_QUOTES.test(value) || value === '' ? `'${value.replaceAll("'", "'\\''")}'` : value;
}
