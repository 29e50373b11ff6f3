import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../support/listen.ts';
import { vendorDescription } from './vendor-description.ts';

export const API_KEY = 'an-api-key-for-tests';
export const ACCOUNT = '1e09ac86-bd74-5465-851d-1eb5a5fdbb9b';
/** The vendor's answer if a webhook in the old format exists. */
const OLD_FORMAT =
  'Unable to setup the webhook of the new format, while the webhook with an old format exists for the account';
const MASK = '***';
/** The vendor's error code for an unknown job. */
const UNKNOWN_JOB = 4018;

export interface OldWebhook {
  readonly subAccountId: string;
  /** Such as `MO`, inbound SMS. */
  readonly type: string;
  readonly url: string;
}

export interface StoredWebhook {
  readonly subAccountId: string;
  readonly url: string;
  readonly enabled?: boolean;
  readonly httpAuthorization?: string;
  readonly oauth?: Readonly<Record<string, string>>;
}

/** An export job, with the answers that a test sets. */
export interface FakeExport {
  /** The state at each read, or a status code that refuses it; the last one is repeated. */
  states: (string | number)[];
  /** The CSV files. */
  files: { body: string; contentType?: string; status?: number; redirect?: string }[];
}

export interface FakeVendor {
  readonly url: string;
  /** As it was at the start. */
  reset(): void;
  close(): Promise<void>;
  /** The webhooks of the account, by sub-account, with their credentials. */
  readonly webhooks: Map<string, StoredWebhook>;
  /** Webhooks in the old format. The first one blocks a new one. */
  oldWebhooks: readonly OldWebhook[];
  /** Whether the refusal names the webhook in the old format. */
  namesOldWebhook: boolean;
  /** The methods of the calls so far, such as `POST`, in order. */
  readonly calls: string[];
  /** The `Authorization` header of each download. */
  readonly downloads: (string | undefined)[];
  /** Violations of the API description, by calls and by answers. */
  readonly faults: string[];
  /** Messages whose personal data was removed, as `<sub-account>/<umid>`. */
  readonly removed: string[];
  /** Umids that the vendor does not know. */
  readonly unknownUmids: Set<string>;
  /** How many of the next removals are answered 429. */
  throttled: number;
  /** The next export job to be started. */
  export: FakeExport;
  /** Bodies with which export jobs were started, and ids of jobs that were cancelled. */
  readonly exports: { readonly started: unknown[]; readonly cancelled: string[] };
  /** The answer to every POST of webhooks and export jobs, if it is set. */
  refusal: { readonly status: number; readonly message: string } | undefined;
  /** Accepts every change of a webhook, and applies none. */
  isStuck: boolean;
}

interface Answer {
  readonly status: number;
  readonly body?: object;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/**
 * A fake of the vendor's API, with one account: webhooks (also in the old format, which has a separate API), removal
 * of personal data, and the export of the message log. It checks each call and each of its own answers against the
 * description of the API, keeps what is set, and masks credentials when they are read, as the vendor does.
 */
export async function startFakeVendor(): Promise<FakeVendor> {
  const description = vendorDescription();
  const server = createServer((request, response) => void respond(request, response).catch(() => response.destroy()));
  const { endpoint: url, close } = await listen(server);
  const jobs = new Map<string, FakeExport>();
  const initial = (): Omit<FakeVendor, 'url' | 'reset' | 'close'> => ({
    webhooks: new Map(),
    oldWebhooks: [],
    namesOldWebhook: true,
    calls: [],
    downloads: [],
    faults: [],
    removed: [],
    unknownUmids: new Set(),
    throttled: 0,
    export: { states: ['succeeded'], files: [] },
    exports: { started: [], cancelled: [] },
    refusal: undefined,
    isStuck: false,
  });
  const fake: FakeVendor = { url, close, ...initial(), reset: () => void Object.assign(fake, initial()) };
  return fake;

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '/' } = incoming;
    const { authorization } = incoming.headers;
    if (path.startsWith('/files/')) return download(path, authorization, response);
    fake.calls.push(method);
    const received = await text(incoming);
    const call = { method, path, body: received === '' ? undefined : JSON.parse(received) };
    const { status, body } = answerTo(call, authorization);
    response.writeHead(status, { 'content-type': 'application/json', ...(status === 429 && { 'retry-after': '1' }) });
    response.end(body && JSON.stringify(body));
  }

  function answerTo(call: Call, authorization: string | undefined): Answer {
    const { method, path, body } = call;
    const isOldApi = path === '/config/v1/webhook';
    const faults = isOldApi ? faultsOfOldCall(call) : description.faultsOfCall(method, path, body);
    fake.faults.push(...faults);
    if (faults.length > 0) return refused(400, 'The request is not valid');
    if (authorization !== `Bearer ${API_KEY}`) return refused(401, 'Not authenticated');
    if (isOldApi) return removeOld(body as readonly OldWebhook[]);
    const answer = answerAt(call);
    if (answer.status < 400) fake.faults.push(...description.faultsOfAnswer(method, path, answer.status, answer.body));
    return answer;
  }

  function answerAt(call: Call): Answer {
    const [, subAccountId = '', umid = ''] = /subaccounts\/([^/]+)\/messages\/([^/]+)\/pii$/.exec(call.path) ?? [];
    if (umid !== '') return removePersonalData(decodeURIComponent(subAccountId), umid);
    if (/\/exports\b/.test(call.path)) return exportJob(call);
    return webhooks(call);
  }

  function webhooks({ method, body }: Call): Answer {
    if (method === 'GET') return { status: 200, body: [...fake.webhooks.values()].map(masked) };
    if (method === 'POST' && fake.refusal) return refused(fake.refusal.status, fake.refusal.message);
    const [old] = fake.oldWebhooks;
    if (method === 'POST' && old)
      return refused(400, fake.namesOldWebhook ? `${OLD_FORMAT}${detailsOf(old)}` : OLD_FORMAT);
    for (const webhook of fake.isStuck ? [] : (body as readonly StoredWebhook[])) {
      if (method === 'POST') fake.webhooks.set(webhook.subAccountId, webhook);
      else fake.webhooks.delete(webhook.subAccountId);
    }
    return { status: 200 };
  }

  function removeOld(body: readonly Pick<OldWebhook, 'subAccountId' | 'type'>[]): Answer {
    for (const { subAccountId, type } of body) {
      fake.oldWebhooks = fake.oldWebhooks.filter(
        (old) => old.subAccountId !== subAccountId || (type !== '*' && old.type !== type),
      );
    }
    return { status: 200 };
  }

  function removePersonalData(subAccountId: string, umid: string): Answer {
    if (fake.throttled > 0) {
      fake.throttled -= 1;
      return refused(429, 'Quota exceeded. Please try again in 1 second(s).', 429);
    }
    if (fake.unknownUmids.has(umid)) return refused(404, 'Message not found.', 1300);
    fake.removed.push(`${subAccountId}/${umid}`);
    return { status: 202 };
  }

  function exportJob({ method, path, body }: Call): Answer {
    if (method === 'POST' && fake.refusal) return refused(fake.refusal.status, fake.refusal.message);
    if (method === 'POST') {
      const jobId = randomUUID();
      jobs.set(jobId, fake.export);
      fake.exports.started.push(body);
      return { status: 202, body: { jobId } };
    }
    const jobId = path.split('/').at(-1) ?? '';
    const job = jobs.get(jobId);
    if (job === undefined) return refused(404, 'Invalid jobId', UNKNOWN_JOB);
    if (method === 'DELETE') {
      fake.exports.cancelled.push(jobId);
      job.states = ['cancelled'];
      return { status: 204 };
    }
    const status = job.states.length > 1 ? job.states.shift() : job.states[0];
    if (typeof status === 'number') return refused(status, 'refused by a test', status === 404 ? UNKNOWN_JOB : 1000);
    const data = job.files.map((_, index) => `${fake.url}/files/${jobId}/${index}`);
    const isDone = status === 'succeeded';
    return { status: 200, body: { status, ...(isDone && { data, expires: '2026-12-01T00:00:00.00Z' }) } };
  }

  function download(path: string, authorization: string | undefined, response: ServerResponse): void {
    const [, , jobId = '', index = ''] = path.split('/');
    const file = jobs.get(jobId)?.files[Number(index)];
    fake.downloads.push(authorization);
    if (file === undefined) response.writeHead(404).end();
    else if (file.redirect !== undefined) response.writeHead(302, { location: file.redirect }).end();
    else if (authorization !== `Bearer ${API_KEY}`) response.writeHead(401).end();
    else response.writeHead(file.status ?? 200, { 'content-type': file.contentType ?? 'text/csv' }).end(file.body);
  }
}

/** By the vendor's webhook migration guide; its OpenAPI description lacks this call. */
function faultsOfOldCall({ method, body }: Call): string[] {
  const isValid =
    method === 'DELETE' &&
    Array.isArray(body) &&
    body.every((entry) => typeof entry.subAccountId === 'string' && typeof entry.type === 'string');
  return isValid ? [] : [`the API of old webhooks has no ${method} ${JSON.stringify(body)}`];
}

/** As in the example of the guide. */
function detailsOf({ type, subAccountId, url }: OldWebhook): string {
  return `. Please delete the current webhook first and try again. Existing webhook details: Type = ${type}, SubAccountId: ${subAccountId}, Version = V1, Url = ${url}`;
}

function masked({ httpAuthorization, oauth, ...webhook }: StoredWebhook): StoredWebhook {
  return {
    ...webhook,
    ...(httpAuthorization !== undefined && { httpAuthorization: MASK }),
    ...(oauth !== undefined && { oauth: { ...oauth, clientSecret: MASK } }),
  };
}

function refused(status: number, message: string, code = 1000): Answer {
  return { status, body: { code, message, errorId: randomUUID(), timestamp: new Date().toISOString() } };
}
