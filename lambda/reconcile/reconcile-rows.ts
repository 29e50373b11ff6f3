import { setMaxListeners } from 'node:events';
import { SETTLED_AFTER_HOURS } from '../../eight-by-eight/posting.ts';
import type { Message } from '../receipt/message.ts';
import type { Receipt } from '../receipt/receipt.ts';
import { NotStorableError } from '../store/errors.ts';
import { KEYS_PER_READ } from '../store/read-messages.ts';
import type { RecordReceipt } from '../store/receipt-store.ts';
import { type Comparison, compareWithLog, isUnfinished } from './compare.ts';
import { LogFormatError, type NumberedRow } from './read-log.ts';

/** Counts of rows. `rows` counts outbound messages: the sum of the next five. */
export interface Tally {
  readonly rows: number;
  readonly same: number;
  readonly missing: number;
  readonly behind: number;
  readonly ahead: number;
  readonly unreadable: number;
  /** Missing and behind rows that changed the table. */
  readonly applied: number;
  /** Messages older than 72 hours without a terminal status in the log and in the table. They are only counted. */
  readonly unfinished: number;
}

/** A row of which the table lacks the status. */
export interface Difference {
  readonly comparison: 'missing' | 'behind';
  readonly receipt: Receipt;
}

/** The result for the rows of one step. */
export interface RowBatch {
  readonly tally: Tally;
  readonly differences: readonly Difference[];
  readonly unreadable: readonly { readonly line: number; readonly reason: string }[];
}

export interface ReconcileDependencies {
  readonly readMessages: (umids: readonly string[], signal: AbortSignal) => Promise<ReadonlyMap<string, Message>>;
  /** Undefined to compare only. */
  readonly record: RecordReceipt | undefined;
  readonly now: () => Date;
  /** Rows that are compared and recorded before the next ones are taken. Default: 800. */
  readonly rowsPerStep?: number;
}

export interface ReconcileOptions {
  readonly signal: AbortSignal;
  /** Rows of the file that an earlier run processed and `rows` leaves out. Default: 0. */
  readonly skipped?: number;
  /** Whether to stop and leave the rest to a later run. Called after each step. Default: never. */
  readonly isTimeOver?: () => boolean;
  /** Called and awaited after each step. */
  readonly onStep?: (step: RowBatch) => Promise<void> | void;
}

export interface Reconciled {
  readonly tally: Tally;
  /** The number of processed rows of the file if some are left; undefined if none are. */
  readonly next: number | undefined;
}

export const EMPTY_TALLY: Tally = {
  rows: 0,
  same: 0,
  missing: 0,
  behind: 0,
  ahead: 0,
  unreadable: 0,
  applied: 0,
  unfinished: 0,
};

const READS_AT_ONCE = 8;
const ROWS_PER_STEP = KEYS_PER_READ * READS_AT_ONCE;
/** For each read. */
const WRITES_AT_ONCE = 10;
const UNFINISHED_AFTER_MS = SETTLED_AFTER_HOURS * 3_600_000;

/**
 * Compares the rows of the vendor's log with the table and, if a store is given, records what is missing or behind. It
 * reads rows only as fast as it processes them, so memory does not grow with the file. Repeating it is harmless.
 *
 * @throws StoreUnavailableError, what reading the rows throws, and the reason of the signal
 */
export async function reconcileRows(
  rows: AsyncIterable<NumberedRow>,
  dependencies: ReconcileDependencies,
  options: ReconcileOptions,
): Promise<Reconciled> {
  const { rowsPerStep = ROWS_PER_STEP } = dependencies;
  const { skipped = 0, isTimeOver = () => false, onStep = () => undefined } = options;
  // Each running request adds a listener
  setMaxListeners(0, options.signal);
  let total = EMPTY_TALLY;
  let position = skipped;
  let waiting: NumberedRow[] = [];
  try {
    for await (const row of rows) {
      options.signal.throwIfAborted();
      position += 1;
      waiting.push(row);
      if (waiting.length < rowsPerStep) continue;
      await flush();
      if (isTimeOver()) return { tally: total, next: position };
    }
  } catch (error) {
    // Reading the file again would end at the same row, and those before it would never be dealt with
    if (error instanceof LogFormatError) await flush();
    throw error;
  }
  await flush();
  return { tally: total, next: undefined };

  async function flush(): Promise<void> {
    const step = await reconcileStep(waiting, dependencies, options.signal);
    waiting = [];
    total = addTallies(total, step.tally);
    await onStep(step);
  }
}

export function addTallies(a: Tally, b: Tally): Tally {
  return Object.fromEntries(Object.entries(a).map(([name, count]) => [name, count + b[name as keyof Tally]])) as {
    [name in keyof Tally]: number;
  };
}

async function reconcileStep(
  rows: readonly NumberedRow[],
  dependencies: ReconcileDependencies,
  signal: AbortSignal,
): Promise<RowBatch> {
  const unreadable = rows.flatMap(({ line, row }) => (row.kind === 'unreadable' ? [{ line, reason: row.reason }] : []));
  const outbound = rows.flatMap(({ line, row }) => (row.kind === 'outbound' ? [{ line, ...row }] : []));
  const parts = await Promise.all(
    chunks(outbound, KEYS_PER_READ).map((part) => reconcilePart(part, dependencies, signal)),
  );
  const ofUnreadable = { ...EMPTY_TALLY, rows: unreadable.length, unreadable: unreadable.length };
  return {
    tally: parts.map(({ tally }) => tally).reduce(addTallies, ofUnreadable),
    differences: parts.flatMap(({ differences }) => differences),
    unreadable: [...unreadable, ...parts.flatMap((part) => part.unreadable)].sort((a, b) => a.line - b.line),
  };
}

interface OutboundRow {
  readonly line: number;
  readonly receipt: Receipt;
  readonly createdAt: string | undefined;
}

async function reconcilePart(
  rows: readonly OutboundRow[],
  { readMessages, record, now }: ReconcileDependencies,
  signal: AbortSignal,
): Promise<RowBatch> {
  const stored = await readMessages(
    rows.map(({ receipt }) => receipt.umid),
    signal,
  );
  const compared = rows.map((row) => ({
    ...row,
    comparison: compareWithLog(stored.get(row.receipt.umid), row.receipt),
  }));
  const toRecord = compared.filter(isToRecord);
  let applied = 0;
  const notStorable = new Set<OutboundRow>();
  for (const batch of record === undefined ? [] : chunks(toRecord, WRITES_AT_ONCE)) {
    await Promise.all(
      batch.map(async (row) => {
        try {
          const recorded = await record?.(row.receipt, now(), signal);
          if (recorded?.outcome !== 'duplicate') applied += 1;
        } catch (error) {
          // One row must not stop the others
          if (!(error instanceof NotStorableError)) throw error;
          notStorable.add(row);
        }
      }),
    );
  }
  const readable = compared.filter((row) => !notStorable.has(row));
  const count = (comparison: Comparison) => readable.filter((row) => row.comparison === comparison).length;
  const oldest = now().getTime() - UNFINISHED_AFTER_MS;
  return {
    tally: {
      rows: rows.length,
      same: count('same'),
      missing: count('missing'),
      behind: count('behind'),
      ahead: count('ahead'),
      unreadable: notStorable.size,
      applied,
      unfinished: rows.filter(
        ({ receipt, createdAt }) =>
          createdAt !== undefined && Date.parse(createdAt) < oldest && isUnfinished(stored.get(receipt.umid), receipt),
      ).length,
    },
    differences: toRecord.filter((row) => !notStorable.has(row)),
    unreadable: [...notStorable].map(({ line }) => ({ line, reason: 'cannot be stored: its item is too large' })),
  };
}

function isToRecord<T extends { readonly comparison: Comparison }>(row: T): row is T & Pick<Difference, 'comparison'> {
  return row.comparison === 'missing' || row.comparison === 'behind';
}

function chunks<T>(values: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / length) }, (_, at) =>
    values.slice(at * length, (at + 1) * length),
  );
}
