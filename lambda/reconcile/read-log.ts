import type { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { type LogRow, LogRowReader } from './log-row.ts';

export interface NumberedRow {
  /** Lines of the file up to the end of the row; the header is line 1. */
  readonly line: number;
  readonly row: LogRow;
}

/** The file is not a log of messages, or is empty. The error message is for users. */
export class LogFormatError extends Error {
  override readonly name = 'LogFormatError';
}

/** A row has about 1 KB. A quote that is never closed must not fill the memory. */
const MAX_ROW_BYTES = 262_144;

type Record = { readonly record: string[]; readonly info: { readonly lines: number } };

/**
 * Reads the rows of a CSV file of the vendor's log, as fast as the caller takes them.
 *
 * @param skip - rows to skip after the header, which is faster than reading them
 * @throws LogFormatError, and what the file's stream throws
 */
export async function* readLog(file: Readable, skip = 0): AsyncGenerator<NumberedRow> {
  let passed = 0;
  const broken: NumberedRow[] = [];
  const parser = parse({
    bom: true,
    info: true,
    // The reader checks it, because its error names the line
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error !== undefined)
        broken.push({ line: lineOf(error), row: { kind: 'unreadable', reason: reasonOf(error) } });
      return undefined;
    },
  });
  // Not pipeline(), which would also raise the error as an unhandled rejection
  file.once('error', (error) => parser.destroy(error));
  file.pipe(parser);
  let reader: LogRowReader | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<Record>) {
      if (reader === undefined) reader = readerOf(record);
      else {
        // The parser reads ahead, but a later run that skips rows relies on their order
        while (broken[0] !== undefined && broken[0].line < info.lines) {
          const row = broken.shift() as NumberedRow;
          if (passed >= skip) yield row;
          passed += 1;
        }
        if (passed >= skip) yield { line: info.lines, row: reader.read(record) };
        passed += 1;
      }
    }
    if (reader === undefined) throw new LogFormatError('The file is empty: not even a header.');
    yield* broken.slice(Math.max(0, skip - passed));
  } finally {
    file.destroy();
    parser.destroy();
  }
}

function readerOf(header: readonly string[]): LogRowReader {
  const reader = new LogRowReader(header);
  const { missingColumns } = reader;
  if (missingColumns.length === 0) return reader;
  throw new LogFormatError(
    `The file is not a log of messages: its first row lacks the columns ${missingColumns.join(', ')}. Has the vendor changed its format?`,
  );
}

function lineOf(error: CsvError): number {
  return typeof error.lines === 'number' ? error.lines : 0;
}

function reasonOf({ code }: CsvError): string {
  if (code === 'CSV_MAX_RECORD_SIZE') return 'is too long; a quote may not be closed';
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'ends before its quote is closed';
  return `cannot be read (${code})`;
}
