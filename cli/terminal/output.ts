import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** What was asked for, on standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The same for programs. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** What is said besides, on standard error, so that output can be piped. */
export function printError(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Styled where standard output is a terminal, and NO_COLOR is not set. */
export function styled(format: Format, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

/** Text from outside, which must not steer the terminal. */
export function printable(value: unknown, longest = Number.POSITIVE_INFINITY): string {
  const text = String(value ?? '').replace(/\p{Cc}|\p{Cf}/gu, '\u00b7');
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** As in `1 message` and `2 messages`. */
export function pluralize(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
