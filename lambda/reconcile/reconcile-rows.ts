import { setMaxListeners } from 'node:events';
import { NETWORK_FIELDS, type Network } from '../../contract/receipt-item.ts';
import { SETTLED_AFTER_HOURS } from '../../eight-by-eight/posting.ts';
import type { Message, Receipt } from '../receipt/message.ts';
import { statusSortKey } from '../receipt/status-order.ts';
import { NotStorableError } from '../store/errors.ts';
import { KEYS_PER_READ } from '../store/read-messages.ts';
import type { AddNetwork, RecordReceipt } from '../store/receipt-store.ts';
import { type Comparison, compareWithLog, isUnfinished } from './compare.ts';
import { LogFormatError, type NumberedRow } from './read-log.ts';
import { addTallies, type CountedMessage, EMPTY_TALLY, MessageCounter, type Tally } from './tally.ts';

/** A message of which the table lacks the status. */
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
  /** Writes country and operator of the messages that are not recorded. Default: nothing. */
  readonly addNetwork?: AddNetwork | undefined;
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
  /** For several files of one export, whose messages are each counted once. Default: a new one. */
  readonly counter?: MessageCounter;
  /** Called and awaited after each step. */
  readonly onStep?: (step: RowBatch) => Promise<void> | void;
}

export interface Reconciled {
  readonly tally: Tally;
  /** The number of processed rows of the file if some are left; undefined if none are. */
  readonly next: number | undefined;
}

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
  const { skipped = 0, isTimeOver = () => false, onStep = () => undefined, counter = new MessageCounter() } = options;
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
    const step = await reconcileStep(waiting, dependencies, counter, options.signal);
    waiting = [];
    total = addTallies(total, step.tally);
    await onStep(step);
  }
}

async function reconcileStep(
  rows: readonly NumberedRow[],
  dependencies: ReconcileDependencies,
  counter: MessageCounter,
  signal: AbortSignal,
): Promise<RowBatch> {
  const unreadable = rows.flatMap(({ line, row }) => (row.kind === 'unreadable' ? [{ line, reason: row.reason }] : []));
  const outbound = rows.flatMap(({ line, row }) => (row.kind === 'outbound' ? [{ line, ...row }] : []));
  const parts = await Promise.all(
    chunks(outbound, KEYS_PER_READ).map((part) => reconcilePart(part, dependencies, signal)),
  );
  const refused = parts.flatMap((part) => part.refused);
  const ofUnreadable = unreadable.length + refused.length;
  let tally: Tally = { ...EMPTY_TALLY, rows: ofUnreadable, unreadable: ofUnreadable };
  const differences: Difference[] = [];
  for (const message of messagesOf(parts.flatMap((part) => part.compared))) {
    const { change, isNewDifference } = counter.count(message.receipt.umid, message);
    tally = addTallies(tally, change);
    if (isNewDifference && isToRecord(message)) differences.push(message);
  }
  return {
    tally,
    differences,
    unreadable: [...unreadable, ...refused].sort((a, b) => a.line - b.line),
  };
}

interface OutboundRow {
  readonly line: number;
  readonly receipt: Receipt;
  readonly createdAt: string | undefined;
}

type ComparedRow = OutboundRow & CountedMessage;

/** One of each message: its row with the greatest status. */
function messagesOf(rows: readonly ComparedRow[]): Iterable<ComparedRow> {
  const messages = new Map<string, ComparedRow>();
  for (const row of rows) {
    const { umid } = row.receipt;
    const other = messages.get(umid) ?? row;
    const greatest = statusSortKey(other.receipt.status) < statusSortKey(row.receipt.status) ? row : other;
    messages.set(umid, { ...greatest, isApplied: row.isApplied || other.isApplied });
  }
  return messages.values();
}

async function reconcilePart(
  rows: readonly OutboundRow[],
  { readMessages, record, addNetwork, now }: ReconcileDependencies,
  signal: AbortSignal,
): Promise<{ readonly compared: readonly ComparedRow[]; readonly refused: RowBatch['unreadable'] }> {
  const stored = await readMessages(
    rows.map(({ receipt }) => receipt.umid),
    signal,
  );
  const oldest = now().getTime() - UNFINISHED_AFTER_MS;
  const refused: { readonly line: number; readonly reason: string }[] = [];
  const compared = rows.flatMap((row) => {
    const { line, receipt, createdAt } = row;
    const message = stored.get(receipt.umid);
    try {
      return [
        {
          ...row,
          comparison: compareWithLog(message, receipt),
          lacksNetwork: message !== undefined && lacksNetwork(message, receipt),
          isUnfinished: createdAt !== undefined && Date.parse(createdAt) < oldest && isUnfinished(message, receipt),
        },
      ];
    } catch {
      // Somebody else may have written the item
      refused.push({ line, reason: 'cannot be compared: the history of its item has an entry that is no status' });
      return [];
    }
  });
  const applied = new Set<OutboundRow>();
  const notStorable = new Set<OutboundRow>();
  const toWrite = compared.filter((row) => isToRecord(row) || row.lacksNetwork);
  for (const batch of record === undefined ? [] : chunks(toWrite, WRITES_AT_ONCE)) {
    await Promise.all(
      batch.map(async (row) => {
        try {
          if (!isToRecord(row)) await addNetwork?.(row.receipt.umid, networkOf(row.receipt), signal);
          else if ((await record?.(row.receipt, now(), signal))?.outcome !== 'duplicate') applied.add(row);
        } catch (error) {
          // One row must not stop the others
          if (!(error instanceof NotStorableError)) throw error;
          notStorable.add(row);
          refused.push({ line: row.line, reason: 'cannot be stored: its item is too large' });
        }
      }),
    );
  }
  return {
    compared: compared.filter((row) => !notStorable.has(row)).map((row) => ({ ...row, isApplied: applied.has(row) })),
    refused,
  };
}

function isToRecord<T extends { readonly comparison: Comparison }>(row: T): row is T & Pick<Difference, 'comparison'> {
  return row.comparison === 'missing' || row.comparison === 'behind';
}

/** Whether the log has the country or the operator of a message, and the item does not. */
function lacksNetwork({ identity }: Message, { identity: logged }: Receipt): boolean {
  return NETWORK_FIELDS.some((field) => logged[field] !== undefined && identity[field] === undefined);
}

function networkOf({ identity: { country, operator } }: Receipt): Network {
  return { ...(country !== undefined && { country }), ...(operator !== undefined && { operator }) };
}

function chunks<T>(values: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / length) }, (_, at) =>
    values.slice(at * length, (at + 1) * length),
  );
}
