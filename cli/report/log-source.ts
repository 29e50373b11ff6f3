import { open as openFile } from 'node:fs/promises';
import { exportApi, openExportFile } from '../../eight-by-eight/export-api.ts';
import { type VendorApiSettings, vendorApi } from '../../eight-by-eight/vendor-api.ts';
import { countryOf } from '../../lambda/receipt/country.ts';
import { deliveryTime, type Receipt } from '../../lambda/receipt/message.ts';
import { statusSortKey } from '../../lambda/receipt/status-order.ts';
import { type NumberedRow, readLog } from '../../lambda/reconcile/read-log.ts';
import { spanOf } from '../../report/days.ts';
import type { MessageFacts } from '../../report/message-facts.ts';
import type { ReportQuery, ReportSource } from '../../report/report.ts';
import { reportsOf } from '../../report/report-builder.ts';
import { CliError, InterruptedError } from '../../toolbox/errors.ts';
import { startProgress } from '../../toolbox/progress.ts';
import { logError } from '../reconcile/reconcile-log.ts';
import { waitForExport } from '../reconcile/wait-for-export.ts';

/** How far apart the rows of one message may be. The log has one row for each, but reconciling has seen copies. */
const REMEMBERED_MESSAGES = 25_000;
const SHOWN_ROWS = 5;

/** Rows that are not in the report. */
export interface UnreadableRows {
  readonly count: number;
  /** The first of them: where they are, and why. */
  readonly first: readonly string[];
}

/** Opens the files of the log, each with a name for messages to the user. */
type OpenLog = (
  queries: readonly ReportQuery[],
  signal: AbortSignal,
) => AsyncIterable<{ readonly name: string; readonly rows: AsyncIterable<NumberedRow> }>;

/** Reports of the vendor's log, exported for a sub-account. The period is that in which the messages were created. */
export function exportSource(
  vendor: VendorApiSettings,
  subAccount: string,
  onUnreadable: (rows: UnreadableRows) => void,
): ReportSource {
  return logSource(async function* (queries, signal) {
    const { from, to } = spanOf(queries);
    const period = { from, to: new Date(Math.min(to.getTime(), Date.now())) };
    const links = await waitForExport(exportApi(vendorApi(vendor), subAccount), period, signal);
    for (const [at, link] of links.entries())
      yield { name: `file ${at + 1}: `, rows: readLog(await openExportFile(vendor, link, signal)) };
  }, onUnreadable);
}

/** Reports of files that were exported before. */
export function fileSource(paths: readonly string[], onUnreadable: (rows: UnreadableRows) => void): ReportSource {
  return logSource(async function* () {
    for (const path of paths) {
      const file = await openFile(path).catch(({ code }: NodeJS.ErrnoException) => {
        throw new CliError(`The file ${path} cannot be read (${code}).`);
      });
      yield { name: `${path}: `, rows: readLog(file.createReadStream()) };
    }
  }, onUnreadable);
}

function logSource(open: OpenLog, onUnreadable: (rows: UnreadableRows) => void): ReportSource {
  return async (queries) => {
    const stop = new AbortController();
    const interrupt = () => stop.abort(new InterruptedError('Interrupted. Nothing was changed.'));
    process.once('SIGINT', interrupt);
    const progress = startProgress('Rows read:');
    const unreadable = { count: 0, first: [] as string[] };
    let file = '';
    try {
      return await reportsOf(queries, async (add) => {
        const messages = new LatestRows(add);
        let rows = 0;
        for await (const { name, rows: read } of open(queries, stop.signal)) {
          file = name;
          for await (const { line, row } of read) {
            stop.signal.throwIfAborted();
            if (row.kind === 'outbound') messages.add(row);
            if (row.kind === 'unreadable') {
              unreadable.count += 1;
              if (unreadable.count <= SHOWN_ROWS) unreadable.first.push(`${name}line ${line} ${row.reason}`);
            }
            rows += 1;
            progress.update(rows);
          }
        }
        messages.end();
      });
    } catch (error) {
      throw logError(error, file, stop.signal);
    } finally {
      process.off('SIGINT', interrupt);
      progress.end();
      if (unreadable.count > 0) onUnreadable(unreadable);
    }
  };
}

interface OutboundRow {
  readonly receipt: Receipt;
  readonly createdAt: string | undefined;
}

/** Passes each message on once, by its greatest status. Remembers a limited number of them. */
class LatestRows {
  readonly #rows = new Map<string, OutboundRow>();
  readonly #add: (facts: MessageFacts) => void;

  constructor(add: (facts: MessageFacts) => void) {
    this.#add = add;
  }

  add(row: OutboundRow): void {
    const { umid, status } = row.receipt;
    const known = this.#rows.get(umid);
    if (known !== undefined && statusSortKey(known.receipt.status) >= statusSortKey(status)) return;
    this.#rows.set(umid, row);
    if (this.#rows.size <= REMEMBERED_MESSAGES) return;
    for (const [oldest, passed] of this.#rows) {
      this.#rows.delete(oldest);
      this.#add(factsOf(passed));
      return;
    }
  }

  end(): void {
    for (const row of this.#rows.values()) this.#add(factsOf(row));
  }
}

function factsOf({ receipt: { identity, status }, createdAt = status.timestamp }: OutboundRow): MessageFacts {
  return {
    firstReceivedAt: new Date(createdAt).toISOString(),
    state: status.state,
    detail: status.detail,
    country: identity.country ?? countryOf(identity.destination),
    operator: identity.operator,
    subAccountId: identity.subAccountId,
    source: identity.source,
    batchId: identity.batchId,
    errorCode: status.errorCode,
    segments: status.smsCount,
    price: status.price?.total === undefined ? undefined : String(status.price.total),
    currency: status.price?.currency,
    // The log has no other times than these
    deliveryMs: deliveryTime([{ state: 'queued', timestamp: createdAt }, status]),
  };
}
