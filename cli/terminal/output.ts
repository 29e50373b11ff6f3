import { styleText } from 'node:util';
import { escapeUnprintable, withEscapes } from '../../toolbox/text.ts';

type Format = Parameters<typeof styleText>[0];

/** Prints the result to standard output. Pass text from outside through {@link printable} first. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints the result as JSON. Control and format characters are escaped. */
export function printJson(value: unknown): void {
  // Newlines in strings are already escaped, so the others are formatting
  print(escapeUnprintable(JSON.stringify(value, null, 2)));
}

/** The same in one line. */
export function printJsonLine(value: unknown): void {
  print(escapeUnprintable(JSON.stringify(value)));
}

/** Prints anything else to standard error, so that the result can be piped. */
export function printError(text: string): void {
  process.stderr.write(`${withEscapes(text)}\n`);
}

/** Styles the text if standard output is a terminal and NO_COLOR is not set. */
export function styled(format: Format, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}
