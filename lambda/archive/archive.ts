import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { ArchiveField } from '../../contract/archive.ts';
import { ageOfOldest, type Change, changeOf, isHeld, isTooOld, itemOf, STREAM_TIMEOUT_MS } from '../stream/change.ts';
import { withDeadline } from '../time/clock.ts';
import { archiveRow } from './archive-row.ts';
import type { PutRecords } from './firehose.ts';
import { putRecords } from './firehose.ts';
import { type RowFrom, rowsInRecords } from './rows-in-records.ts';

/** One log line of a batch. No personal data. */
export interface ArchiveLog {
  /** `failed` if rows are left for the next try, or went to the dead-letter queue. */
  readonly outcome: 'archived' | 'failed';
  readonly rows: number;
  readonly archived: number;
  /** Milliseconds from the oldest change to its row. */
  readonly ageMs: number;
  /** Rows in the dead-letter queue. */
  readonly deadLettered?: number;
  /** Rows that are left for the next try. */
  readonly left?: number;
  /** Error codes of Firehose. */
  readonly errors?: readonly string[];
}

export interface ArchiveDependencies {
  readonly put: PutRecords;
  /** Takes the rows of a record that Firehose did not take. Resolves when they are durably held; rejects if they are not. */
  readonly deadLetter: (data: string, signal: AbortSignal) => Promise<void>;
  /** Personal data to add to the rows. */
  readonly fields: readonly ArchiveField[];
  readonly now: () => Date;
  readonly log: (line: ArchiveLog) => void;
}

/**
 * The handler for the stream of the receipts table. Adds a row to the archive for each version of an item. Rows that Firehose
 * does not take stay in the stream: Lambda retries the batch from the first of them, so later rows may be there twice. The
 * order of rows has no meaning, because each has its version.
 *
 * @throws Error if no row of the batch could be archived, so that the function's error metric counts it
 */
export function createArchiveHandler(
  dependencies: ArchiveDependencies,
): (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse> {
  return async ({ Records }) => {
    const rows = Records.flatMap((record) => rowOf(record, dependencies));
    if (rows.length === 0) return { batchItemFailures: [] };
    const left = await withDeadline(STREAM_TIMEOUT_MS, (signal) => archive(rows, dependencies, signal));
    return { batchItemFailures: left.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })) };
  };
}

async function archive(
  rows: readonly RowFrom<Change>[],
  { put, deadLetter, now, log }: ArchiveDependencies,
  signal: AbortSignal,
): Promise<Change[]> {
  const failures = await putRecords(rowsInRecords(rows), put, signal);
  const left: Change[] = [];
  let deadLettered = 0;
  for (const record of failures.keys()) {
    if (record.from.some((change) => isTooOld(change, now())) && (await isHeld(deadLetter(record.data, signal))))
      deadLettered += record.from.length;
    else left.push(...record.from);
  }
  const errors = [...new Set(failures.values())].sort();
  log({
    outcome: errors.length > 0 ? 'failed' : 'archived',
    rows: rows.length,
    archived: rows.length - left.length - deadLettered,
    ageMs: ageOfOldest(
      rows.map(({ from }) => from),
      now(),
    ),
    ...(deadLettered > 0 && { deadLettered }),
    ...(left.length > 0 && { left: left.length }),
    ...(errors.length > 0 && { errors }),
  });
  if (left.length === rows.length)
    throw new Error(`None of ${rows.length} rows could be archived: ${errors.join(', ')}.`);
  return left;
}

/** The row of a stream record, as a list; empty for a deleted item, and for one that has no row. */
function rowOf(record: DynamoDBRecord, { fields, now }: ArchiveDependencies): RowFrom<Change>[] {
  const row = archiveRow(itemOf(record.dynamodb?.NewImage), fields);
  return row === undefined ? [] : [{ row, from: changeOf(record, now()) }];
}
