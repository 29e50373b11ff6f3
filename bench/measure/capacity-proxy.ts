import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AttributeValue, ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { itemBytes, writeUnits } from './item-size.ts';

/** A request and its consumed capacity. */
export interface CountedRequest {
  /** Such as `UpdateItem`. */
  readonly operation: string;
  readonly table: string;
  /** Write units of the table and of all its indexes. */
  readonly writeUnits: number;
  /** Write units of the table alone. */
  readonly tableWriteUnits: number;
  readonly readUnits: number;
}

/** A proxy in front of a real DynamoDB engine. */
export interface CapacityProxy {
  readonly endpoint: string;
  /** The requests since the last call. */
  take(): CountedRequest[];
  stop(): Promise<void>;
}

const READS: ReadonlySet<string> = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem']);

/**
 * Starts a proxy that adds `ReturnConsumedCapacity` to every request, so that the measured code does not change. It also
 * counts retries, because AWS bills them.
 *
 * Engines do not return the capacity of a write whose condition failed. AWS bills the size of the existing item, or 1
 * unit ("Condition expressions" in the DynamoDB developer guide); the answer has the item.
 */
export async function startCapacityProxy(endpoint: string): Promise<CapacityProxy> {
  let requests: CountedRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
    const asked = JSON.parse(await text(incoming)) as { TableName?: string };
    const body = JSON.stringify({ ...asked, ReturnConsumedCapacity: 'INDEXES' });
    const headers = { ...incoming.headers, 'content-length': Buffer.byteLength(body) };
    const forwarded = httpRequest(
      endpoint,
      { method: incoming.method, path: incoming.url, headers },
      async (answer) => {
        const answered = await text(answer);
        requests.push({ operation, table: asked.TableName ?? '', ...consumed(operation, JSON.parse(answered)) });
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(answered);
      },
    );
    forwarded.on('error', (error) => outgoing.destroy(error)).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = requests;
      requests = [];
      return taken;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

interface Answer {
  readonly ConsumedCapacity?: ConsumedCapacity;
  readonly __type?: string;
  readonly Item?: Record<string, AttributeValue>;
}

function consumed(operation: string, answer: Answer) {
  if (answer.__type?.endsWith('ConditionalCheckFailedException')) {
    const units = answer.Item === undefined ? 1 : writeUnits(itemBytes(answer.Item));
    return { writeUnits: units, tableWriteUnits: units, readUnits: 0 };
  }
  const units = answer.ConsumedCapacity?.CapacityUnits ?? 0;
  return READS.has(operation)
    ? { writeUnits: 0, tableWriteUnits: 0, readUnits: units }
    : { writeUnits: units, tableWriteUnits: answer.ConsumedCapacity?.Table?.CapacityUnits ?? 0, readUnits: 0 };
}
