import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isLocalHost } from '../../toolbox/loopback.ts';
import { toEvent } from './event.ts';

export type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** A local server in place of API Gateway. */
export interface HttpApi {
  readonly port: number;
  /** Waits for the running requests. */
  stop(): Promise<void>;
}

/** The limit of API Gateway. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** How long API Gateway waits for a function. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than the function takes. */
const STOP_TIMEOUT_MS = 9_000;

/**
 * Serves one route on 127.0.0.1 like an HTTP API of API Gateway, including API Gateway's own answers.
 *
 * @param routeKey - such as `POST /receipts`
 * @param index - returns the page at `GET /`, which API Gateway does not have
 * @throws Error with code EADDRINUSE if the port is taken
 */
export async function serve(port: number, routeKey: string, handler: Handler, index?: () => string): Promise<HttpApi> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    answer(request, routeKey, handler, index).then(
      (result) => send(response, result),
      // The caller went away before it sent the whole body
      () => response.destroy(),
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, stop: () => stop(server) };
}

async function answer(
  request: IncomingMessage,
  routeKey: string,
  handler: Handler,
  index: (() => string) | undefined,
): Promise<APIGatewayProxyStructuredResultV2> {
  const at = new Date();
  if (!isLocalHost(request.headers.host)) return message(421, 'Misdirected Request');
  const body = await bodyOf(request);
  if (body === undefined) return message(413, 'Request Entity Too Large');
  const event = toEvent(request, body, { id: randomUUID(), at });
  if (event.routeKey === 'GET /' && index) return page(index());
  if (event.routeKey !== routeKey) return message(404, 'Not Found');
  return handler(event).catch(() => message(500, 'Internal Server Error'));
}

/** Undefined if it is too long for API Gateway. It is still read to its end, so that the caller gets the answer. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return length <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined;
}

function page(html: string): APIGatewayProxyStructuredResultV2 {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    'cache-control': 'no-store',
  };
  return { statusCode: 200, headers, body: html };
}

function message(statusCode: number, text: string): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message: text }) };
}

function send(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const { statusCode = 200, headers = {}, body = '', isBase64Encoded } = result;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  response.writeHead(statusCode).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const deadline = setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT_MS);
  await closed;
  clearTimeout(deadline);
}
