import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

interface Job {
  readonly subAccountId: string;
  readonly period: { readonly from: string; readonly to: string };
  /** How often its state was asked for. */
  looks: number;
  isCancelled: boolean;
}

/** The export jobs of a fake vendor. What is set counts from then on. */
export interface FakeExports {
  /** Each file as its text, or as parts of it. */
  files: (string | Iterable<string>)[];
  /** How often a job is queued or running before it ends. */
  slowLooks: number;
  endsAs: 'succeeded' | 'failed' | 'cancelled' | 'empty' | 'error';
  contentType: string;
  linksAreExpired: boolean;
  /** Serves the files from another host: by its links, or by a redirect. */
  storage: 'own' | 'links' | 'redirects';
  /** Breaks the connection after so many bytes of a file. */
  breaksAfter: number | undefined;
  readonly jobs: Map<string, Job>;
  /** The `authorization` header of each request that the other host got; `undefined` where it had none. */
  readonly storageCredentials: (string | undefined)[];
  /** Files that were asked for. */
  readonly downloads: string[];
  close(): Promise<void>;
}

export interface ExportAnswer {
  readonly status: number;
  readonly body?: object;
}

/** What {@link startFakeVendor} needs of the export jobs. */
export interface ExportServer extends FakeExports {
  /** Undefined where the call is none of an export job. */
  answer(method: string, path: string, body: unknown): ExportAnswer | undefined;
  /** True where the request was for a file, and is answered. */
  sendFile(path: string, response: ServerResponse): Promise<boolean>;
}

const JOB = /^\/api\/v1\/subaccounts\/([^/]+)\/messages\/exports(?:\/([^/]+))?$/;
const FILE = /^(?:\/storage)?\/api\/v1\/subaccounts\/[^/]+\/messages\/download\/([^/]+)\/(\d+)$/;
export const UNKNOWN_JOB = { code: 4018, message: 'Invalid jobId' };

/**
 * A stand-in for the vendor's export jobs, and for another host that serves their files.
 *
 * @param vendorUrl - of the vendor's own host, once it is known
 */
export async function startFakeExports(vendorUrl: () => string): Promise<ExportServer> {
  const storage = createServer((request, response) => void serveStored(request, response));
  storage.listen(0, '127.0.0.1');
  await once(storage, 'listening');
  const storageUrl = `http://127.0.0.1:${(storage.address() as AddressInfo).port}/storage`;
  const fake: ExportServer = {
    files: [],
    slowLooks: 0,
    endsAs: 'succeeded',
    contentType: 'text/csv',
    linksAreExpired: false,
    storage: 'own',
    breaksAfter: undefined,
    jobs: new Map(),
    storageCredentials: [],
    downloads: [],
    answer,
    sendFile,
    close: async () => {
      storage.closeAllConnections();
      storage.close();
      await once(storage, 'close');
    },
  };
  return fake;

  function answer(method: string, path: string, body: unknown): ExportAnswer | undefined {
    const [, subAccountId, jobId] = JOB.exec(path) ?? [];
    if (subAccountId === undefined) return undefined;
    if (jobId === undefined) {
      const started = randomUUID();
      fake.jobs.set(started, { subAccountId, period: body as Job['period'], looks: 0, isCancelled: false });
      return { status: 202, body: { jobId: started } };
    }
    const job = fake.jobs.get(jobId);
    if (job === undefined) return { status: 404, body: UNKNOWN_JOB };
    if (method === 'DELETE') {
      job.isCancelled = true;
      return { status: 204 };
    }
    job.looks += 1;
    return { status: 200, body: stateOf(jobId, job) };
  }

  function stateOf(jobId: string, { subAccountId, looks, isCancelled }: Job): object {
    if (isCancelled) return { status: 'cancelled' };
    if (looks <= fake.slowLooks) return { status: looks === 1 ? 'queued' : 'running' };
    if (fake.endsAs !== 'succeeded') return { status: fake.endsAs };
    const host = fake.storage === 'links' ? storageUrl : vendorUrl();
    const path = `/api/v1/subaccounts/${subAccountId}/messages/download/${jobId}`;
    return { status: 'succeeded', data: fake.files.map((_, at) => `${host}${path}/${at}`), expires: expiry() };
  }

  async function sendFile(path: string, response: ServerResponse): Promise<boolean> {
    if (!FILE.test(path)) return false;
    if (fake.storage === 'redirects') response.writeHead(302, { location: `${storageUrl}${path}` }).end();
    else await send(path, response);
    return true;
  }

  async function serveStored({ url = '/', headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    fake.storageCredentials.push(headers.authorization);
    await send(url, response).catch(() => response.destroy());
  }

  async function send(path: string, response: ServerResponse): Promise<void> {
    const [, , at] = FILE.exec(path) ?? [];
    const file = fake.files[Number(at)];
    fake.downloads.push(at ?? '');
    if (file === undefined || fake.linksAreExpired) {
      response.writeHead(403, { 'content-type': 'application/xml' }).end('<Error><Code>ExpiredToken</Code></Error>');
      return;
    }
    response.writeHead(200, { 'content-type': fake.contentType });
    const parts = typeof file === 'string' ? [file] : file;
    if (fake.breaksAfter === undefined) await pipeline(Readable.from(parts), response).catch(() => response.destroy());
    else {
      response.write([...parts].join('').slice(0, fake.breaksAfter), () => response.destroy());
    }
  }

  function expiry(): string {
    return new Date(Date.now() + 30 * 86_400_000).toISOString();
  }
}
