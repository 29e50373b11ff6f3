import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
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
  /** The calls that came, such as `POST`, in order. */
  readonly calls: string[];
  /** What was wrong with calls, by the description of the API. */
  readonly faults: string[];
  /** Answers every POST so, where it is set. */
  refusal: { readonly status: number; readonly message: string } | undefined;
  /** Takes what is set and removed, and changes nothing. */
  isStuck: boolean;
  close(): Promise<void>;
}

const MASK = '***';

/**
 * A stand-in for the vendor's webhooks configuration API, with one account. It checks each call against the
 * description of the API, keeps what is set, and masks credentials when they are read, as the vendor does.
 */
export async function startFakeVendor(): Promise<FakeVendor> {
  const description = vendorDescription();
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeVendor = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    webhooks: new Map(),
    calls: [],
    faults: [],
    refusal: undefined,
    isStuck: false,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '/' } = incoming;
    fake.calls.push(method);
    const body = method === 'GET' ? [] : ((await json(incoming)) as readonly StoredWebhook[]);
    const faults = description.faultsOfCall(method, url, body);
    fake.faults.push(...faults);
    if (faults.length > 0) refuse(response, 400, 'The request is not valid');
    else if (incoming.headers.authorization !== `Bearer ${API_KEY}`) refuse(response, 401, 'Not authenticated');
    else if (method === 'POST' && fake.refusal) refuse(response, fake.refusal.status, fake.refusal.message);
    else if (method === 'GET') sendWebhooks(response);
    else {
      for (const webhook of fake.isStuck ? [] : body) {
        if (method === 'POST') fake.webhooks.set(webhook.subAccountId, webhook);
        else fake.webhooks.delete(webhook.subAccountId);
      }
      response.writeHead(200).end();
    }
  }

  function sendWebhooks(response: ServerResponse): void {
    const webhooks = [...fake.webhooks.values()].map(masked);
    // The stand-in itself must answer as the vendor does
    fake.faults.push(...description.faultsOfWebhooks(webhooks));
    send(response, 200, webhooks);
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

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
