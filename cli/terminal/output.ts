import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Control and format characters, and the separators of lines and paragraphs. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const UNPRINTABLE_BUT_NEWLINE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Also what nobody sees, such as a variation selector, which a copied number may have. */
const INVISIBLE_BUT_NEWLINE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Prints the result to standard output. Pass text from outside through {@link printable} first. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints the result as JSON. Control and format characters are escaped. */
export function printJson(value: unknown): void {
  // Newlines in strings are already escaped, so the others are formatting
  print(JSON.stringify(value, null, 2).replace(UNPRINTABLE_BUT_NEWLINE, escaped));
}

/** The same in one line. */
export function printJsonLine(value: unknown): void {
  print(JSON.stringify(value).replace(UNPRINTABLE, escaped));
}

/** Prints anything else to standard error, so that the result can be piped. */
export function printError(text: string): void {
  process.stderr.write(`${withEscapes(text)}\n`);
}

/** Shows in an error what nobody sees, such as `\\u200b`, because it may be the cause. */
export function withEscapes(text: string): string {
  return text.replace(INVISIBLE_BUT_NEWLINE, escaped);
}

/**
 * Makes text from outside (stored, received, quoted) safe to print: a dot replaces every character that could control the
 * terminal or hide text. Also takes whole records, so that no field is forgotten.
 */
export function printable<T>(value: T): T {
  if (typeof value === 'string') return value.replace(UNPRINTABLE, '\u00b7') as T;
  if (Array.isArray(value)) return value.map(printable) as T;
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [printable(name), printable(field)])) as T;
}

/** Styles the text if standard output is a terminal and NO_COLOR is not set. */
export function styled(format: Format, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

/** As in `1 message` and `2 messages`. */
export function pluralize(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/**
 * Says how to see the rest of a list.
 *
 * @param before - the time before which it goes on; undefined if the list is not sorted by time
 */
export function moreText(limit: number, before?: string): string {
  const next = before === undefined ? '' : `, or the next ones with --before ${before}`;
  return `There are more than ${limit}. Show more with --limit${next}.`;
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
