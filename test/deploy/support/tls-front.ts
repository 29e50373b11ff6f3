import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { certificateFor } from '../../support/certificate.ts';
import type { Emulator } from './emulator.ts';

export interface TlsFront {
  readonly port: number;
  close(): Promise<void>;
}

/** TLS in front of the emulator, for a browser. The emulator finds what a request is for by its host. */
export async function startTlsFront({ endpoint }: Emulator): Promise<TlsFront> {
  const server = createServer(await certificateFor(['localhost']), (incoming, response) => {
    const headers = { ...incoming.headers, 'x-forwarded-proto': 'https' };
    const outgoing = request(endpoint + incoming.url, { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      pipeline(answer, response).catch(() => response.destroy());
    });
    pipeline(incoming, outgoing).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
