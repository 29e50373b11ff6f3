import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import * as v from 'valibot';
import { connectionError, type Refusal, type VendorApiSettings, vendorApi } from './vendor-api.ts';
import { VendorError } from './vendor-error.ts';

/** What an export job of the vendor may be in. Only `queued` and `running` change. */
const STATES = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'empty', 'error'] as const;

export interface ExportJob {
  readonly status: (typeof STATES)[number];
  /** Where its CSV files are; of a job that has succeeded. Whoever has a link may be able to read the file. */
  readonly links: readonly string[];
}

/** Messages that were created in a period. */
export interface ExportPeriod {
  readonly from: Date;
  readonly to: Date;
}

/**
 * The vendor's log of the messages of one sub-account, which it exports as CSV files. Every error is a VendorError in
 * words for the user.
 *
 * @see https://developer.8x8.com/connect/reference/start-log-export-job
 */
export interface ExportApi {
  /** Starts an export; gives the id of the job. */
  start(period: ExportPeriod): Promise<string>;
  read(jobId: string): Promise<ExportJob>;
  /** Does nothing where the vendor no longer knows the job. */
  cancel(jobId: string): Promise<void>;
  /**
   * Opens a file of an export. A stream that fails throws an error of Node.js while it is read.
   *
   * @throws ExpiredLinkError, VendorError
   */
  download(link: string, signal?: AbortSignal): Promise<Readable>;
}

export interface ExportApiSettings extends VendorApiSettings {
  readonly subAccountId: string;
}

/** The vendor keeps the files of an export for a month. */
export class ExpiredLinkError extends VendorError {
  override readonly name = 'ExpiredLinkError';
}

const UNKNOWN_JOB = 4018;
const MAX_REDIRECTS = 5;

const startedSchema = v.object({ jobId: v.pipe(v.string(), v.nonEmpty()) });
const jobSchema = v.object({ status: v.picklist(STATES), data: v.nullish(v.array(v.string()), []) });

export function exportApi({ subAccountId, ...settings }: ExportApiSettings): ExportApi {
  const call = vendorApi(settings);
  const path = `/api/v1/subaccounts/${encodeURIComponent(subAccountId)}/messages/exports`;
  const pathOf = (jobId: string) => `${path}/${encodeURIComponent(jobId)}`;
  return {
    start: async ({ from, to }) => {
      // No limit
      const body = { from: toSeconds(from), to: toSeconds(to), limit: 0 };
      const answer = v.safeParse(startedSchema, await call({ method: 'POST', path, body, explain }));
      if (answer.success) return answer.output.jobId;
      throw notTheApi(`${settings.url}${path}`, 'the id of a job');
    },
    read: async (jobId) => {
      const answer = v.safeParse(jobSchema, await call({ method: 'GET', path: pathOf(jobId), explain }));
      if (answer.success) return { status: answer.output.status, links: answer.output.data };
      throw notTheApi(`${settings.url}${path}`, 'the state of a job');
    },
    cancel: async (jobId) => {
      try {
        await call({ method: 'DELETE', path: pathOf(jobId), explain });
      } catch (error) {
        if (!(error instanceof VendorError && error.code === UNKNOWN_JOB)) throw error;
      }
    },
    download: (link, signal) => download(link, settings, signal),
  };

  function explain({ status, code }: Refusal): VendorError | undefined {
    if (status === 401) {
      return new VendorError(
        '8x8 does not accept the API key (401). Check the key, and that the sub-account is of its account and region. A key can be limited to source addresses in 8x8 Connect: check that this caller is one of them.',
        { status, code },
      );
    }
    if (status !== 404) return undefined;
    return code === UNKNOWN_JOB
      ? new VendorError('8x8 does not know the export job (404, code 4018). Start another one.', { status, code })
      : new VendorError(
          `Sub-account ${subAccountId} was not found in this region (404). Check its id and the region.`,
          {
            status,
            code,
          },
        );
  }
}

/** Follows redirects step by step, because the API key goes to the vendor's host only. */
async function download(link: string, { url, apiKey }: VendorApiSettings, signal?: AbortSignal): Promise<Readable> {
  const vendor = new URL(url);
  let at = toUrl(link, vendor);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const isVendor = at.origin === vendor.origin;
    // A host that is not the vendor's own must be reached by TLS
    if (!isVendor && at.protocol !== 'https:' && vendor.protocol === 'https:') {
      throw new VendorError(`8x8 names a file that cannot be read safely: ${at.origin} is reached without TLS.`);
    }
    const response = await fetch(at, {
      ...(isVendor && { headers: { authorization: `Bearer ${apiKey}` } }),
      redirect: 'manual',
      ...(signal && { signal }),
    }).catch((error: unknown) => {
      if (signal?.aborted) throw signal.reason;
      throw new VendorError(
        `A file of the export cannot be downloaded: ${at.origin} does not answer (${connectionError(error)}). Try again.`,
      );
    });
    if (response.ok && response.body) return Readable.fromWeb(response.body as WebStream);
    await response.body?.cancel();
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) throw refusedDownload(response, isVendor);
    at = toUrl(location, at);
  }
  throw new VendorError(`A file of the export cannot be downloaded: more than ${MAX_REDIRECTS} redirects.`);
}

function refusedDownload({ status }: Response, isVendor: boolean): VendorError {
  // Storage services answer so once a link has expired
  if ([403, 404, 410].includes(status)) {
    return new ExpiredLinkError(
      `A file of the export is not there any more, or its link has expired (${status}). Start another export.`,
      { status },
    );
  }
  if (status === 401 && isVendor) {
    return new VendorError('8x8 does not accept the API key for a file of the export (401). Check the key.', {
      status,
    });
  }
  if (status === 429) {
    return new VendorError('8x8 limits the rate of requests (429). Try again in a minute.', { status });
  }
  return new VendorError(`A file of the export cannot be downloaded (${status}). Try again.`, { status });
}

function toUrl(text: string, base: URL): URL {
  if (URL.canParse(text, base.href)) return new URL(text, base);
  throw new VendorError('8x8 names a file of the export by something that is not an address. Start another export.');
}

function notTheApi(resource: string, expected: string): VendorError {
  return new VendorError(`${resource} did not answer with ${expected}. Check that it is the API of 8x8.`);
}

/** The vendor documents times without a fraction. */
function toSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
