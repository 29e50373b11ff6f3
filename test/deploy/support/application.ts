import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { listen } from '../../support/listen.ts';

export interface PostedRequest {
  readonly idempotencyKey: string | undefined;
  readonly body: unknown;
}

/** A customer's application, which the examples post to. */
export interface Application {
  readonly url: string;
  /** What it got so far at a path. */
  postedTo(path: string): readonly PostedRequest[];
  close(): Promise<void>;
}

export async function startApplication(): Promise<Application> {
  const posted: (PostedRequest & { readonly path: string | undefined })[] = [];
  const server = createServer(async (request, response) => {
    const idempotencyKey = request.headers['idempotency-key']?.toString();
    posted.push({ path: request.url, idempotencyKey, body: await json(request) });
    response.writeHead(204).end();
  });
  const { endpoint, close } = await listen(server);
  return { url: endpoint, postedTo: (path) => posted.filter((request) => request.path === path), close };
}
