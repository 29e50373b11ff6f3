import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * A TCP port that nothing listens on, on any interface.
 *
 * @param port - default: any
 * @throws Error with code EADDRINUSE if the port is taken
 */
export async function freePort(port = 0): Promise<number> {
  const server = createServer().listen(port);
  await once(server, 'listening');
  const found = (server.address() as AddressInfo).port;
  server.close();
  await once(server, 'close');
  return found;
}
