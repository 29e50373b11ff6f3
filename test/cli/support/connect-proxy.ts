import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';

export interface ConnectProxy {
  readonly url: string;
  /** The certificate of the hosts, which signs itself. */
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
 * @param folder - for the certificate, which openssl makes
 */
export async function startConnectProxy(
  ports: Readonly<Record<string, number>>,
  folder: string,
): Promise<ConnectProxy> {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const names = Object.keys(ports).map((host) => `DNS:${host}`);
  const options = ['-nodes', '-newkey', 'rsa:2048', '-subj', '/CN=test', '-addext', `subjectAltName=${names}`];
  execFileSync('openssl', ['req', '-x509', ...options, '-keyout', key, '-out', certificate], { stdio: 'ignore' });

  const sockets = new Set<Socket>();
  const passOn = (one: Socket, other: Socket) => {
    for (const socket of [one, other]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    one.pipe(other).pipe(one);
  };
  const hosts = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (socket) => {
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
