import { stringify } from 'csv-stringify/sync';

/** Rows as CSV by RFC 4180, the first of them the header; without the last line break. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { record_delimiter: 'windows', eof: false });
}
