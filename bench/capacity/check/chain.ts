import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { toEvent } from '../../../local/http/event.ts';
import { LIMIT_VALUES } from '../limits.ts';
import type { CapacitySettings } from '../settings.ts';
import { ApiGateway } from '../station/api-gateway.ts';
import { AccountConcurrency, type Container, Lambda } from '../station/lambda.ts';
import type { ContainerProcess } from './processes.ts';

export interface Chain {
  readonly url: string;
  stop(): void;
}

/**
 * A fake of API Gateway and Lambda on 127.0.0.1 that applies their limits in real time, with processes for containers.
 *
 * @param processes - as many as the concurrency
 */
export async function startChain(settings: CapacitySettings, processes: readonly ContainerProcess[]): Promise<Chain> {
  const begin = performance.now();
  const gateway = new ApiGateway(settings);
  const lambda = new Lambda(
    new AccountConcurrency(settings.accountConcurrency),
    Number.POSITIVE_INFINITY,
    LIMIT_VALUES,
  );
  const unused = [...processes];
  const processOf = new Map<Container, ContainerProcess>();
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    response.writeHead(await answer(request, body)).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/receipts`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };

  async function answer(request: IncomingMessage, body: Buffer): Promise<number> {
    const now = performance.now() - begin;
    if (gateway.refusal(now)) return 429;
    const container = lambda.start(now);
    if (typeof container === 'string') return 503;
    const process = processOf.get(container) ?? unused.pop();
    if (!process) throw new RangeError('there must be as many processes as the concurrency');
    processOf.set(container, process);
    try {
      return await process.invoke(toEvent(request, body, { id: randomUUID(), at: new Date() }));
    } finally {
      lambda.finish(container);
    }
  }
}
