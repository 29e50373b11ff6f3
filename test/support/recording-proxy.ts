import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

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
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
