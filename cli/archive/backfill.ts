import { setTimeout } from 'node:timers/promises';
import type { ArchiveField } from '../../contract/archive.ts';
import { archiveRow } from '../../lambda/archive/archive-row.ts';
import type { PutRecords } from '../../lambda/archive/firehose.ts';
import { putRecords } from '../../lambda/archive/firehose.ts';
import { type RowsRecord, rowsInRecords } from '../../lambda/archive/rows-in-records.ts';
import { fromAttributeValues } from '../../lambda/store/expression.ts';
import { scanTable } from '../../lookup/scan-table.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { CliError } from '../../toolbox/errors.ts';
import { type TableSize, withScanProgress } from '../terminal/scan-progress.ts';

/** What the archive took. `--json` prints it. */
export interface Backfilled {
  readonly items: number;
  /** Fewer than the items if some are test receipts of the probe, or something else wrote them. */
  readonly rows: number;
}

export interface BackfillOptions {
  readonly put: PutRecords;
  /** Personal data that the rows of the archive have. */
  readonly fields: readonly ArchiveField[];
  /** Called before the read. */
  readonly onSize: (size: TableSize) => void;
  /** Between rounds in which Firehose takes rows slowly, in milliseconds. */
  readonly pauseMs?: number;
}

const RUN_AGAIN = 'Run it again: a row that the archive has already changes no figure.';
/** Of Firehose if it gets too much at once, and of the network. Other errors stay. */
const TRANSIENT = new Set(['ServiceUnavailableException', 'TimeoutError']);
/** A minute of pauses. */
const MAX_ROUNDS = 30;
const PAUSE_MS = 2_000;

/**
 * Puts a row of each item of the receipts table into the archive: its newest version. Later ones come from the stream.
 *
 * @throws CliError if Firehose does not take a row
 */
export function backfill(
  connection: Pick<TableConnection, 'client' | 'receiptsTable'>,
  { put, fields, onSize, pauseMs = PAUSE_MS }: BackfillOptions,
): Promise<Backfilled> {
  const texts = { onSize, interrupted: `Interrupted. ${RUN_AGAIN}` };
  return withScanProgress(connection, texts, async (scan) => {
    let rows = 0;
    const { items } = await scanTable(scan, {}, async (page) => {
      const ofPage = page.flatMap((item) => {
        const row = archiveRow(fromAttributeValues(item), fields);
        return row === undefined ? [] : [{ row, from: undefined }];
      });
      await putAll(rowsInRecords(ofPage), put, pauseMs, scan.signal);
      rows += ofPage.length;
    });
    return { items, rows };
  });
}

async function putAll(
  records: readonly RowsRecord<undefined>[],
  put: PutRecords,
  pauseMs: number,
  signal: AbortSignal,
): Promise<void> {
  let open = records;
  for (let round = 1; open.length > 0; round += 1) {
    const failures = await putRecords(open, put, signal);
    signal.throwIfAborted();
    const code = [...failures.values()].find((each) => !TRANSIENT.has(each) || round === MAX_ROUNDS);
    if (code !== undefined) throw new CliError(`Firehose did not take all rows (${code}). ${RUN_AGAIN}`);
    open = [...failures.keys()];
    if (open.length > 0) await setTimeout(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
