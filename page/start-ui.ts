import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.ts';
import type { UiOptions } from './site.ts';

/** The running server of the pages. */
export interface Ui {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the pages on 127.0.0.1. They only read.
 *
 * @param port - 0 picks a free one
 * @throws Error with code EADDRINUSE if the port is taken
 */
export async function startUi(port: number, options: UiOptions): Promise<Ui> {
  const server = createAdaptorServer({ fetch: createApp(options).fetch, overrideGlobalObjects: false }) as Server;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      // A browser keeps its connections open
      server.closeAllConnections();
      await closed;
    },
  };
}
