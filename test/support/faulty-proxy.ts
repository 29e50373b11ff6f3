import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from './listen.ts';

/** A fault between a client and a service. */
export type Fault =
  /** Nothing. */
  | 'none'
  /** The connection breaks before the request reaches the service. */
  | 'refuse'
  /** The request is never answered, and does not reach the service. */
  | 'hang'
  /** The connection breaks before the answer arrives: a write was applied. */
  | 'cut-before-answer'
  /** The connection breaks in the middle of the answer: a write was applied. */
  | 'cut-within-answer'
  /** The answer comes late, but before the client's time-out. */
  | 'slow'
  /** The service throttles; the request is not carried out. */
  | 'throttled'
  /** The service fails; the request is not carried out. */
  | 'server-error';

export const FAULTS: readonly Fault[] = [
  'refuse',
  'hang',
  'cut-before-answer',
  'cut-within-answer',
  'slow',
  'throttled',
  'server-error',
];

export interface FaultyProxy {
  readonly endpoint: string;
  /** The fault of every request from now on, or a function that returns the fault of each request. */
  fault: Fault | (() => Fault);
  /** Requests by fault. */
  readonly counts: Record<Fault, number>;
  close(): Promise<void>;
}

/** Milliseconds by which a slow answer is delayed. */
const SLOW_MS = 100;

/** An HTTP proxy on 127.0.0.1 in front of a service that speaks AWS's JSON protocol, to inject faults at the wire. */
export async function faultyProxy(target: string): Promise<FaultyProxy> {
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing).catch(() => outgoing.destroy()));
  const proxy: FaultyProxy = {
    ...(await listen(server)),
    fault: 'none',
    counts: Object.fromEntries(['none', ...FAULTS].map((fault) => [fault, 0])) as Record<Fault, number>,
  };
  return proxy;

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const fault = typeof proxy.fault === 'function' ? proxy.fault() : proxy.fault;
    proxy.counts[fault] += 1;
    const body = await buffer(incoming);
    switch (fault) {
      case 'refuse':
        incoming.socket.destroy();
        return;
      case 'hang':
        return;
      case 'throttled':
        answerError(outgoing, 400, 'ThrottlingException');
        return;
      case 'server-error':
        answerError(outgoing, 500, 'InternalServerError');
        return;
    }
    const answer = await forward(incoming, body);
    if (fault === 'cut-before-answer') {
      incoming.socket.destroy();
      return;
    }
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
    if (fault === 'cut-within-answer') {
      outgoing.write(answer.body.subarray(0, answer.body.length / 2), () => incoming.socket.destroy());
      return;
    }
    outgoing.end(answer.body);
  }

  async function forward(incoming: IncomingMessage, body: Buffer) {
    const { method, headers, url = '/' } = incoming;
    const onward = request(new URL(url, target), { method, headers: { ...headers, connection: 'close' } });
    onward.end(body);
    const [response] = (await once(onward, 'response')) as [IncomingMessage];
    const { 'transfer-encoding': _, connection: __, ...kept } = response.headers;
    return { status: response.statusCode ?? 502, headers: kept, body: await buffer(response) };
  }
}

function answerError(outgoing: ServerResponse, status: number, type: string): void {
  outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  outgoing.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'injected by a test' }));
}
