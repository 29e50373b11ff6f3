import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { certificateFor } from '../../support/certificate.ts';

export interface ConnectProxy {
  readonly url: string;
  /** File with the certificate of the hosts, which signs itself. */
  readonly certificate: string;
  /** The hosts, with ports, to which a tunnel was asked for. */
  readonly tunnels: Set<string>;
  /** Answers each tunnel with this status, if it is set. */
  refusal: string | undefined;
  close(): void;
}

/**
 * A proxy that knows the hosts `*.test`, which no resolver knows: it tunnels (CONNECT) to a TLS server, which passes the
 * bytes on to a local port.
 *
 * @param ports - by host
 * @param folder - for the certificate
 */
export async function startConnectProxy(
  ports: Readonly<Record<string, number>>,
  folder: string,
): Promise<ConnectProxy> {
  const { key, cert } = await certificateFor(Object.keys(ports));
  const certificate = join(folder, 'certificate.pem');
  await writeFile(certificate, cert);

  const sockets = new Set<Socket>();
  const passOn = (one: Socket, other: Socket) => {
    for (const socket of [one, other]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    one.pipe(other).pipe(one);
  };
  const hosts = createTlsServer({ key, cert }, (socket) => {
    const port = ports[`${socket.servername}`];
    if (port === undefined) socket.destroy();
    else passOn(socket, connect(port, '127.0.0.1'));
  }).on('tlsClientError', () => undefined);
  const proxy = createServer();
  const portOf = async (server: Server) => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const hostsPort = await portOf(hosts);
  const started: ConnectProxy = {
    url: `127.0.0.1:${await portOf(proxy)}`,
    certificate,
    tunnels: new Set(),
    refusal: undefined,
    close: () => {
      for (const socket of sockets) socket.destroy();
      for (const server of [hosts, proxy]) server.close();
    },
  };
  proxy.on('connect', ({ url = '' }, socket: Socket) => {
    started.tunnels.add(url);
    if (started.refusal !== undefined) {
      socket.end(`HTTP/1.1 ${started.refusal}\r\n\r\n`);
      return;
    }
    socket.write('HTTP/1.1 200 Connected\r\n\r\n');
    passOn(socket, connect(hostsPort, '127.0.0.1'));
  });
  return started;
}
