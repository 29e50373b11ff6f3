import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from './listen.ts';

/** A request of AWS's JSON protocol. */
export interface RecordedRequest {
  /** Such as `BatchGetItem`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** An HTTP proxy on 127.0.0.1 that keeps the requests to a service. */
export async function recordingProxy(target: string) {
  const requests: RecordedRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const operation = `${incoming.headers['x-amz-target']}`.replace(/^.*\./, '');
    requests.push({ operation, input: JSON.parse(body.toString()) });
    const { method, headers } = incoming;
    const onward = request(target, { method, headers: { ...headers, connection: 'close' } });
    onward.end(body);
    const [response] = (await once(onward, 'response')) as [IncomingMessage];
    const { 'transfer-encoding': _, connection: __, ...kept } = response.headers;
    outgoing.writeHead(response.statusCode ?? 502, kept).end(await buffer(response));
  });
  return { ...(await listen(server)), requests };
}
