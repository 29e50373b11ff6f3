import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type FakeExports, startFakeExports } from './fake-exports.ts';
import { vendorDescription } from './vendor-description.ts';

export const API_KEY = 'an-api-key-for-tests';
export const ACCOUNT = '1e09ac86-bd74-5465-851d-1eb5a5fdbb9b';

export interface StoredWebhook {
  readonly subAccountId: string;
  readonly url: string;
  readonly enabled?: boolean;
  readonly httpAuthorization?: string;
  readonly oauth?: Readonly<Record<string, string>>;
}

export interface FakeVendor {
  readonly url: string;
  /** The webhooks of the account, by sub-account, with their credentials. */
  readonly webhooks: Map<string, StoredWebhook>;
  /** The export jobs of its log of messages. */
  readonly exports: FakeExports;
  /** The calls that came, such as `POST`, in order. */
  readonly calls: string[];
  /** What was wrong with calls, by the description of the API. */
  readonly faults: string[];
  /** Answers every POST so, where it is set; of a method, every call of that. */
  refusal: { readonly status: number; readonly message: string; readonly method?: string } | undefined;
  /** Takes what is set and removed, and changes nothing. */
  isStuck: boolean;
  close(): Promise<void>;
}

const MASK = '***';

/**
 * A stand-in for the vendor's API, with one account: the configuration of webhooks, and the export of the log of
 * messages. It checks each call against the description of the API, keeps what is set, and masks credentials when they
 * are read, as the vendor does.
 */
export async function startFakeVendor(): Promise<FakeVendor> {
  const description = vendorDescription();
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const exports = await startFakeExports(() => fake.url);
  const fake: FakeVendor = {
    exports,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    webhooks: new Map(),
    calls: [],
    faults: [],
    refusal: undefined,
    isStuck: false,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await Promise.all([once(server, 'close'), exports.close()]);
    },
  };
  return fake;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '/' } = incoming;
    const isAuthenticated = incoming.headers.authorization === `Bearer ${API_KEY}`;
    if (isAuthenticated && (await exports.sendFile(url, response))) return;
    fake.calls.push(method);
    const sent = await text(incoming);
    const body: unknown = sent === '' ? undefined : JSON.parse(sent);
    const faults = description.faultsOfCall(method, url, body);
    fake.faults.push(...faults);
    const { refusal } = fake;
    if (faults.length > 0) refuse(response, 400, 'The request is not valid');
    else if (!isAuthenticated) refuse(response, 401, 'Not authenticated');
    else if (refusal && method === (refusal.method ?? 'POST')) refuse(response, refusal.status, refusal.message);
    else {
      const exported = exports.answer(method, url, body);
      const { status, body: answered } = exported ?? { status: 200, body: changeWebhooks(method, body) };
      // The stand-in itself must answer as the vendor does
      if (status < 300) fake.faults.push(...description.faultsOfAnswer(method, url, status, answered));
      send(response, status, answered);
    }
  }

  /** Gives the body of the answer. */
  function changeWebhooks(method: string, body: unknown): object | undefined {
    if (method === 'GET') return [...fake.webhooks.values()].map(masked);
    for (const webhook of fake.isStuck ? [] : (body as readonly StoredWebhook[])) {
      if (method === 'POST') fake.webhooks.set(webhook.subAccountId, webhook);
      else fake.webhooks.delete(webhook.subAccountId);
    }
    return undefined;
  }
}

function masked({ httpAuthorization, oauth, ...webhook }: StoredWebhook): StoredWebhook {
  return {
    ...webhook,
    ...(httpAuthorization !== undefined && { httpAuthorization: MASK }),
    ...(oauth !== undefined && { oauth: { ...oauth, clientSecret: MASK } }),
  };
}

function refuse(response: ServerResponse, status: number, message: string): void {
  send(response, status, { code: 1000, message, errorId: randomUUID(), timestamp: new Date().toISOString() });
}

function send(response: ServerResponse, status: number, body?: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body && JSON.stringify(body));
}
