import type { ArchiveRow } from '../../contract/archive.ts';
import { asciiJson } from '../receipt/json.ts';

/** A row of the archive, and where it came from. */
export interface RowFrom<T> {
  readonly row: ArchiveRow;
  readonly from: T;
}

/** A record of Firehose with the rows of many changes. */
export interface RowsRecord<T> {
  /** One JSON object a line, which is what Firehose converts; it takes no list. */
  readonly data: string;
  readonly from: readonly T[];
}

/**
 * Firehose bills each record in steps of 5 KB, so a row of its own would cost ten times as much. A record also fits into a
 * message of SQS, whose limit was 256 KiB for long.
 *
 * @see https://aws.amazon.com/firehose/pricing/
 * @see https://docs.aws.amazon.com/firehose/latest/dev/enable-record-format-conversion.html
 */
const MAX_RECORD_BYTES = 250_000;

/** Puts rows into as few records as possible, in their order. A receipt has at most 64 KiB, so every row fits into one. */
export function rowsInRecords<T>(rows: readonly RowFrom<T>[]): RowsRecord<T>[] {
  const records: { data: string; from: T[] }[] = [];
  for (const { row, from } of rows) {
    // ASCII, so that characters are bytes
    const line = `${asciiJson(row)}\n`;
    const last = records.at(-1);
    if (last === undefined || last.data.length + line.length > MAX_RECORD_BYTES)
      records.push({ data: line, from: [from] });
    else {
      last.data += line;
      last.from.push(from);
    }
  }
  return records;
}
