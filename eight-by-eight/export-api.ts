import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import * as v from 'valibot';
import { connectionProblem } from './connection-problem.ts';
import type { Refusal, VendorApiSettings, VendorCall } from './vendor-api.ts';
import { VendorError } from './vendor-error.ts';

/** The states of an export job. `empty` is a success without messages. */
const EXPORT_STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'empty', 'error'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

export interface ExportPeriod {
  readonly from: Date;
  readonly to: Date;
}

export interface ExportJob {
  readonly state: ExportState;
  /** Links to the CSV files; empty until the job has succeeded. They expire, normally after a month. */
  readonly links: readonly string[];
  /** When the links expire: ISO 8601, as the vendor writes it. */
  readonly expires: string | undefined;
}

/**
 * The vendor's export of its message log for one sub-account. A job writes CSV files with one row per message of a period.
 * Every error is a VendorError with a message for the user.
 */
export interface ExportApi {
  /** Starts a job without a row limit. Returns its id. */
  start(period: ExportPeriod): Promise<string>;
  read(jobId: string): Promise<ExportJob>;
  cancel(jobId: string): Promise<void>;
}

const startedSchema = v.object({ jobId: v.pipe(v.string(), v.nonEmpty()) });
const jobSchema = v.object({
  status: v.pipe(v.string(), v.toLowerCase(), v.picklist(EXPORT_STATES)),
  data: v.nullish(v.array(v.string())),
  expires: v.nullish(v.string()),
});

/** "Invalid jobId". */
const UNKNOWN_JOB = 4018;

export function exportApi(call: VendorCall, subAccountId: string): ExportApi {
  const path = `/api/v1/subaccounts/${encodeURIComponent(subAccountId)}/messages/exports`;
  const pathOf = (jobId: string) => `${path}/${encodeURIComponent(jobId)}`;
  return {
    start: async ({ from, to }) => {
      const body = { from: utcSeconds(from), to: utcSeconds(to), limit: 0 };
      const started = v.safeParse(startedSchema, await call({ method: 'POST', path, body, explain }));
      if (!started.success) throw new VendorError('8x8 started an export job without naming it. Try again.');
      return started.output.jobId;
    },
    read: async (jobId) => {
      const job = v.safeParse(jobSchema, await call({ method: 'GET', path: pathOf(jobId), explain }));
      if (!job.success) throw new VendorError(`8x8 gave a state of the export job ${jobId} that is not documented.`);
      const { status, data, expires } = job.output;
      return { state: status, links: data ?? [], expires: expires ?? undefined };
    },
    cancel: async (jobId) => {
      await call({ method: 'DELETE', path: pathOf(jobId), explain });
    },
  };

  function explain({ status, code, message }: Refusal): VendorError | undefined {
    const words =
      status === 404 && code === UNKNOWN_JOB
        ? '8x8 does not know the export job (404). It may be too old, or of another sub-account or region: start a new export.'
        : MESSAGES[status]?.(message, subAccountId);
    return words === undefined ? undefined : new VendorError(words, { status, code });
  }
}

/**
 * Asks for a job that does not exist. Starts nothing.
 *
 * @throws VendorError if the API key or the sub-account is refused
 */
export async function requireAccess(api: ExportApi): Promise<void> {
  await api.read(randomUUID()).catch((error: unknown) => {
    const isUnknown = error instanceof VendorError && error.status === 404 && error.code === UNKNOWN_JOB;
    if (!isUnknown) throw error;
  });
}

/** For both the tool and the function, so without names of options and settings. */
const MESSAGES: Readonly<Record<number, (message: string, subAccountId: string) => string>> = {
  401: () =>
    '8x8 does not accept the API key (401). Check the key, and that the region is that of its account. A key that is limited to source addresses in 8x8 Connect works from those alone.',
  404: (message, subAccountId) =>
    `Sub-account ${subAccountId} was not found in this region (404): ${message}. Check the id of the sub-account and the region.`,
};

const MAX_REDIRECTS = 5;
const ANSWER_TIMEOUT_MS = 30_000;
/** Content types of a web page or an error instead of the file. */
const NOT_CSV = /^(text\/html|application\/(\w+\+)?(json|xml))\b/i;

/**
 * Opens a CSV file of an export as a stream. Only the vendor's own host gets the API key. A link or a redirect may lead to
 * other hosts.
 *
 * @throws VendorError if the link has expired, leads nowhere, or does not lead to a file
 */
export async function openExportFile(
  { url, apiKey }: VendorApiSettings,
  link: string,
  signal?: AbortSignal,
): Promise<Readable> {
  const vendor = new URL(url).origin;
  let target = new URL(link, url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const isVendor = target.origin === vendor;
    if (!isVendor && target.protocol !== 'https:') {
      throw new VendorError(`An export file is at ${target.origin}, which is not HTTPS. It was not read.`);
    }
    const response = await answerOf(target, isVendor ? { authorization: `Bearer ${apiKey}` } : {}, signal);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return fileOf(response, target);
    await response.body?.cancel();
    target = new URL(location, target);
  }
  throw new VendorError(`The link to an export file at ${vendor} redirects without end.`);
}

/** The time-out ends with the headers, because a file may take long. */
async function answerOf(target: URL, headers: Record<string, string>, signal?: AbortSignal): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWER_TIMEOUT_MS);
  try {
    return await fetch(target, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([late.signal, ...(signal ? [signal] : [])]),
    });
  } catch (error) {
    signal?.throwIfAborted();
    const problem = connectionProblem(error);
    if (problem !== undefined) throw new VendorError(`No connection to ${target.origin}: ${problem}`);
    throw new VendorError(`${target.origin} does not answer with the export file. Check the network, and try again.`);
  } finally {
    clearTimeout(timer);
  }
}

async function fileOf(response: Response, { origin }: URL): Promise<Readable> {
  const { status, body, headers } = response;
  const contentType = headers.get('content-type') ?? '';
  if (status === 200 && body !== null && !NOT_CSV.test(contentType)) return Readable.fromWeb(body as WebStream);
  await body?.cancel();
  const words: Readonly<Record<number, string>> = {
    200: `${origin} answered with ${contentType || 'no content'}, not with a CSV file. Try again.`,
    401: `${origin} does not accept the API key for the export file (401). Check the key.`,
    403: `${origin} refuses the export file (403). The link may have expired: start a new export.`,
    404: `The export file is not there any more (404). The link may have expired: start a new export.`,
    410: `The link to the export file has expired (410). Start a new export.`,
    429: `${origin} limits the rate of requests (429). Try again in a minute.`,
  };
  throw new VendorError(words[status] ?? `${origin} refuses the export file (${status}). Try again.`, { status });
}

/** The vendor documents this format: UTC, to the second. */
function utcSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 'yyyy-MM-ddTHH:mm:ss'.length)}Z`;
}
