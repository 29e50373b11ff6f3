import { stringify } from 'csv-stringify/sync';

/** Rows as CSV by RFC 4180, the first of them the header; without the last line break. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { record_delimiter: 'windows', eof: false });
}

/**
 * The same for Excel and its like: with the byte order mark by which they know UTF-8. What they would compute begins with an
 * apostrophe, which makes it text: a text from outside is no formula, and a phone number keeps its plus.
 */
export function csvForSpreadsheets(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { record_delimiter: 'windows', eof: false, bom: true, escape_formulas: true });
}
