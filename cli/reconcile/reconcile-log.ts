import { type FileHandle, open } from 'node:fs/promises';
import { type ExportPeriod, exportApi, openExportFile } from '../../eight-by-eight/export-api.ts';
import { type VendorApiSettings, vendorApi } from '../../eight-by-eight/vendor-api.ts';
import { LogFormatError, readLog } from '../../lambda/reconcile/read-log.ts';
import { type ReconcileDependencies, type RowBatch, reconcileRows } from '../../lambda/reconcile/reconcile-rows.ts';
import { addTallies, EMPTY_TALLY, MessageCounter, type Tally } from '../../lambda/reconcile/tally.ts';
import { readMessages } from '../../lambda/store/read-messages.ts';
import { createAddNetwork, createRecord } from '../../lambda/store/receipt-store.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { CliError, InterruptedError } from '../../toolbox/errors.ts';
import { startProgress } from '../../toolbox/progress.ts';
import { waitForExport } from './wait-for-export.ts';

export interface ReconcileSettings {
  readonly connection: TableConnection;
  readonly vendor: VendorApiSettings;
  readonly subAccount: string;
  readonly period: ExportPeriod;
  /** Whether to record what is missing or behind. */
  readonly apply: boolean;
  /** File for the umids that are missing or behind. */
  readonly output: string | undefined;
}

export interface ReconcileResult {
  readonly tally: Tally;
  readonly isApplied: boolean;
  /** Numbers of missing and behind messages by their state in the log. */
  readonly byState: ReadonlyMap<string, { readonly missing: number; readonly behind: number }>;
  /** Their first umids. */
  readonly umids: readonly string[];
  /** The first unreadable rows. */
  readonly unreadableRows: readonly { readonly line: number; readonly reason: string }[];
}

const MAX_SHOWN = 20;

/** Compares the vendor's log with the table. */
export async function reconcileLog(settings: ReconcileSettings): Promise<ReconcileResult> {
  const { connection, vendor, subAccount, period, apply, output } = settings;
  const dependencies = await dependenciesOf(connection, apply);
  const stop = new AbortController();
  const interrupt = () => stop.abort(new InterruptedError('Interrupted. Run the command again to go on.'));
  // Before the job starts, so that an invalid path fails early; the list of an earlier run stays if there is no export
  let file = await openOutput(output, 'a');
  process.once('SIGINT', interrupt);
  try {
    const links = await waitForExport(exportApi(vendorApi(vendor), subAccount), period, stop.signal);
    await file?.close();
    file = await openOutput(output, 'w');
    await file?.write('umid,comparison,state\n');
    const collected = collector(apply, file);
    const counter = new MessageCounter();
    const progress = startProgress('Messages compared:');
    for (const [at, link] of links.entries()) {
      const name = links.length > 1 ? `file ${at + 1}: ` : '';
      try {
        const csv = await openExportFile(vendor, link, stop.signal);
        await reconcileRows(readLog(csv), dependencies, {
          signal: stop.signal,
          counter,
          onStep: async (step) => {
            await collected.add(step, name);
            progress.update(collected.result().tally.rows);
          },
        });
      } catch (error) {
        throw logError(error, name, stop.signal);
      } finally {
        progress.end();
      }
    }
    return collected.result();
  } finally {
    process.off('SIGINT', interrupt);
    await file?.close();
  }
}

async function dependenciesOf(connection: TableConnection, apply: boolean): Promise<ReconcileDependencies> {
  const { client, receiptsTable: table } = connection;
  const settings = apply ? { table, retentionDays: await connection.retentionDays() } : undefined;
  return {
    readMessages: (umids, signal) => readMessages(client, table, umids, signal),
    record: settings && createRecord(client, settings),
    addNetwork: settings && createAddNetwork(client, settings),
    now: () => new Date(),
  };
}

async function openOutput(path: string | undefined, flags: 'a' | 'w'): Promise<FileHandle | undefined> {
  try {
    return path === undefined ? undefined : await open(path, flags);
  } catch (error) {
    throw new CliError(`The file ${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function collector(isApplied: boolean, file: FileHandle | undefined) {
  let tally = EMPTY_TALLY;
  const byState = new Map<string, { missing: number; behind: number }>();
  const umids: string[] = [];
  const unreadableRows: { line: number; reason: string }[] = [];
  return {
    add: async (step: RowBatch, name: string): Promise<void> => {
      tally = addTallies(tally, step.tally);
      for (const { comparison, receipt } of step.differences) {
        const { state } = receipt.status;
        const counts = byState.get(state) ?? { missing: 0, behind: 0 };
        byState.set(state, { ...counts, [comparison]: counts[comparison] + 1 });
        if (umids.length < MAX_SHOWN) umids.push(receipt.umid);
      }
      for (const { line, reason } of step.unreadable.slice(0, MAX_SHOWN - unreadableRows.length)) {
        unreadableRows.push({ line, reason: `${name}${reason}` });
      }
      const lines = step.differences.map(
        ({ comparison, receipt: { umid, status } }) => `${umid},${comparison},${JSON.stringify(status.state)}\n`,
      );
      if (lines.length > 0) await file?.write(lines.join(''));
    },
    result: (): ReconcileResult => ({ tally, isApplied, byState, umids, unreadableRows }),
  };
}

/** An error of reading the log, for users. */
export function logError(error: unknown, name: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof LogFormatError) return new CliError(`The log of 8x8 cannot be read. ${name}${error.message}`);
  if (error instanceof Error && 'syscall' in error && error.syscall === 'read' && 'code' in error)
    return new CliError(`The log of 8x8 cannot be read. ${name}${error.code}`);
  // Node's fetch throws this if the connection breaks while a body is read
  if (error instanceof TypeError && error.message === 'terminated') {
    return new CliError(`The download of the log broke off. ${name}Run the command again: what is recorded stays.`);
  }
  return error;
}
