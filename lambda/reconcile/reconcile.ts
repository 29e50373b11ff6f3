import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as v from 'valibot';
import { type ExportApi, exportApi, openExportFile } from '../../eight-by-eight/export-api.ts';
import { type VendorApiSettings, vendorApi } from '../../eight-by-eight/vendor-api.ts';
import { VendorError } from '../../eight-by-eight/vendor-error.ts';
import { errorName } from '../telemetry/request-log.ts';
import { withDeadline } from '../time/clock.ts';
import { LogFormatError, readLog } from './read-log.ts';
import { type ReconcileDependencies, reconcileRows } from './reconcile-rows.ts';
import { EMPTY_TALLY, type Tally } from './tally.ts';

const HOUR_MS = 3_600_000;
/** The vendor's log lags behind the messages. */
const NEWEST_HOURS = 1;
/** The export of a small account is ready within seconds, others take minutes. */
const FIRST_POLL_SECONDS = 10;
const POLL_INTERVAL_SECONDS = 60;
const MAX_EXPORT_MS = 12 * HOUR_MS;
/** Time at the end of an invocation for the last step of 800 rows. */
const RESERVE_MS = 120_000;
const ABORT_MS = 10_000;

/** A step under its name, or under the name that messages of the release before have. */
const step = <const Name extends string>(name: Name, former: string) =>
  v.pipe(
    v.picklist([name, former]),
    v.transform(() => name),
  );

const messageSchema = v.variant('step', [
  /** Starts an export of the messages of the last `hours`. */
  v.object({ step: v.literal('start'), subAccountId: v.string(), hours: v.number() }),
  /** Polls the state of the export. */
  v.object({ step: step('poll', 'look'), subAccountId: v.string(), jobId: v.string(), startedAt: v.number() }),
  /** Compares a file of the export with the table, starting at a row. */
  v.object({
    step: step('compare', 'file'),
    subAccountId: v.string(),
    jobId: v.string(),
    file: v.number(),
    row: v.number(),
  }),
]);

/** The next step, as a message of the queue. */
export type ReconcileMessage = v.InferOutput<typeof messageSchema>;
type MessageOf<S extends ReconcileMessage['step']> = Extract<ReconcileMessage, { step: S }>;

/** One log line of a step. No personal data. */
export interface ReconcileLog extends Partial<Tally> {
  readonly outcome: 'started' | 'waiting' | 'exported' | 'reconciled' | 'failed';
  /** From the settings of the deployment. */
  readonly subAccountId?: string;
  readonly jobId?: string;
  readonly file?: number;
  /** The row at which the next invocation continues. */
  readonly nextRow?: number;
  /** The first unreadable row. */
  readonly unreadableRow?: { readonly line: number; readonly reason: string };
  readonly error?: string;
}

export interface ReconcileHandlerDependencies extends ReconcileDependencies {
  /** Reads the API key for each step, so that a new one takes effect immediately. */
  readonly vendor: () => Promise<VendorApiSettings>;
  readonly send: (message: ReconcileMessage, delaySeconds: number) => Promise<void>;
  readonly log: (line: ReconcileLog) => void;
}

/**
 * The handler of the queue of steps. No step waits: a delayed message polls an export that is not ready, and a further
 * invocation continues a file at the next row. A failed step stays in the queue, which moves it to the dead-letter queue
 * after three tries. Repeating a step is harmless.
 */
export function createReconcileHandler(
  dependencies: ReconcileHandlerDependencies,
): (event: SQSEvent, context: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<SQSBatchResponse> {
  return async ({ Records }, context) => {
    const failed: string[] = [];
    for (const record of Records) {
      try {
        await takeStep(record, context, dependencies);
      } catch (error) {
        dependencies.log({ outcome: 'failed', ...contextOf(record), error: describe(error) });
        failed.push(record.messageId);
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

async function takeStep(
  record: SQSRecord,
  { getRemainingTimeInMillis }: Pick<Context, 'getRemainingTimeInMillis'>,
  dependencies: ReconcileHandlerDependencies,
): Promise<void> {
  const message = v.parse(messageSchema, JSON.parse(record.body));
  const vendor = await dependencies.vendor();
  const api = exportApi(vendorApi(vendor), message.subAccountId);
  switch (message.step) {
    case 'start':
      return start(message, Number(record.attributes.SentTimestamp), api, dependencies);
    case 'poll':
      return poll(message, api, dependencies);
    case 'compare':
      return withDeadline(getRemainingTimeInMillis() - ABORT_MS, (signal) =>
        compare(message, api, vendor, dependencies, { signal, getRemainingTimeInMillis }),
      );
  }
}

async function start(
  { subAccountId, hours }: MessageOf<'start'>,
  sentAt: number,
  api: ExportApi,
  { send, log }: ReconcileHandlerDependencies,
): Promise<void> {
  const period = { from: new Date(sentAt - hours * HOUR_MS), to: new Date(sentAt - NEWEST_HOURS * HOUR_MS) };
  const jobId = await api.start(period);
  await send({ step: 'poll', subAccountId, jobId, startedAt: sentAt }, FIRST_POLL_SECONDS);
  log({ outcome: 'started', subAccountId, jobId });
}

async function poll(
  message: MessageOf<'poll'>,
  api: ExportApi,
  { send, log, now }: ReconcileHandlerDependencies,
): Promise<void> {
  const { subAccountId, jobId, startedAt } = message;
  const { state, links } = await api.read(jobId);
  switch (state) {
    case 'queued':
    case 'running':
      if (now().getTime() - startedAt > MAX_EXPORT_MS) {
        throw new VendorError('The export at 8x8 was not ready after 12 hours. Start another one.');
      }
      await send(message, POLL_INTERVAL_SECONDS);
      return log({ outcome: 'waiting', subAccountId, jobId });
    case 'succeeded':
      for (const file of links.keys()) await send({ step: 'compare', subAccountId, jobId, file, row: 0 }, 0);
      return log({ outcome: 'exported', subAccountId, jobId });
    case 'empty':
      return log({ outcome: 'reconciled', subAccountId, jobId, ...EMPTY_TALLY });
    default:
      throw new VendorError(`8x8 could not write its log: the export ended as ${state}. Start another one.`);
  }
}

async function compare(
  message: MessageOf<'compare'>,
  api: ExportApi,
  vendor: VendorApiSettings,
  dependencies: ReconcileHandlerDependencies,
  { signal, getRemainingTimeInMillis }: { signal: AbortSignal } & Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  const { subAccountId, jobId, file, row } = message;
  // Not passed in the message: links expire, and anybody who has one may be able to read the file
  const link = (await api.read(jobId)).links[file];
  if (link === undefined)
    throw new VendorError('8x8 does not have the file of the export any more. Start another one.');
  const csv = await openExportFile(vendor, link, signal);
  let unreadableRow: ReconcileLog['unreadableRow'];
  const { tally, next } = await reconcileRows(readLog(csv, row), dependencies, {
    signal,
    skipped: row,
    isTimeOver: () => getRemainingTimeInMillis() < RESERVE_MS,
    onStep: ({ unreadable }) => {
      unreadableRow ??= unreadable[0];
    },
  });
  if (next !== undefined) await dependencies.send({ ...message, row: next }, 0);
  dependencies.log({
    outcome: 'reconciled',
    subAccountId,
    jobId,
    file,
    ...tally,
    ...(next !== undefined && { nextRow: next }),
    ...(unreadableRow && { unreadableRow }),
  });
}

function contextOf({ body }: SQSRecord): Pick<ReconcileLog, 'subAccountId' | 'jobId'> {
  try {
    const { subAccountId, jobId } = JSON.parse(body);
    return { subAccountId, jobId };
  } catch {
    return {};
  }
}

/** Includes the message only if it contains no data of a row. */
function describe(error: unknown): string {
  const hasWords = error instanceof VendorError || error instanceof LogFormatError;
  return hasWords ? `${error.name}: ${error.message}` : errorName(error);
}
