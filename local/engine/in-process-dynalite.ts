import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import type { Engine } from './engine.ts';

/**
 * Starts dynalite in this process. It needs no Java, but has no TTL, no PartiQL, and does not send the item
 * with a failed condition.
 *
 * @throws Error with code EADDRINUSE if the port is taken
 */
export async function startDynalite(wantedPort = 0): Promise<Engine> {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  server.listen(wantedPort, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    kind: 'dynalite',
    endpoint: `http://127.0.0.1:${port}`,
    // It ends together with this process
    failed: new Promise(() => undefined),
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
