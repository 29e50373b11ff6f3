import type { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { type LogRow, LogRowReader } from './log-row.ts';

export interface NumberedRow {
  /** Lines of the file up to the end of the row; the header is line 1. */
  readonly line: number;
  readonly row: LogRow;
}

/** The file is not a log of messages, is empty, or cannot be read to its end. The error message is for users. */
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
 * @throws LogFormatError if the file is not a log or, after the rows before it, if a row does not end; and the errors of
 * the file's stream
 */
export async function* readLog(file: Readable, skip = 0): AsyncGenerator<NumberedRow> {
  let passed = 0;
  /** Of the last row that was read; 0 before the header. */
  let lastLine = 0;
  let endless: { readonly foundAt: number; readonly reason: string } | undefined;
  const parser = parse({
    bom: true,
    info: true,
    // In any mix: a header may come from another program than the rows
    record_delimiter: ['\r\n', '\n', '\r'],
    // The reader checks it, because its error names the line
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
    // An error of the stream would discard the rows that it has read ahead
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error === undefined || endless !== undefined) return undefined;
      endless = { foundAt: lineOf(error), reason: reasonOf(error) };
      // The parser drops the rest of each chunk from here on, with all rows in it
      file.unpipe(parser);
      parser.end();
      return undefined;
    },
  });
  // Not pipeline(), which would also raise the error as an unhandled rejection
  file.once('error', (error) => parser.destroy(error));
  file.pipe(parser);
  let reader: LogRowReader | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<Record>) {
      if (endless !== undefined && info.lines >= endless.foundAt) break;
      lastLine = info.lines;
      if (reader === undefined) reader = readerOf(record);
      else {
        if (passed >= skip) yield { line: info.lines, row: reader.read(record) };
        passed += 1;
      }
    }
    if (endless !== undefined) {
      throw new LogFormatError(
        `The row at line ${lastLine + 1} ${endless.reason}. It and what follows it were not read.`,
      );
    }
    if (reader === undefined) throw new LogFormatError('The file is empty: not even a header.');
  } finally {
    file.destroy();
    parser.destroy();
  }
}

function readerOf(header: readonly string[]): LogRowReader {
  const reader = new LogRowReader(header);
  const { missingColumns } = reader;
  if (missingColumns.length === 0) return reader;
  const separator = header.length === 1 ? /[;\t]/.exec(header[0] ?? '')?.[0] : undefined;
  if (separator !== undefined) {
    throw new LogFormatError(
      `The file is not a log of messages as 8x8 exports it: ${separator === '\t' ? 'a tab' : `"${separator}"`} stands for a comma. A spreadsheet may have saved it: take the exported file itself.`,
    );
  }
  throw new LogFormatError(
    `The file is not a log of messages: its first row lacks the columns ${missingColumns.join(', ')}. Has the vendor changed its format?`,
  );
}

function lineOf(error: CsvError): number {
  return typeof error.lines === 'number' ? error.lines : 0;
}

function reasonOf({ code }: CsvError): string {
  if (code === 'CSV_MAX_RECORD_SIZE') return 'is too long: a quote may not be closed';
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'has a quote that is never closed';
  return `cannot be read (${code})`;
}
