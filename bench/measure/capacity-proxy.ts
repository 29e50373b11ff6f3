import { createServer, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AttributeValue, ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { listen } from '../../test/support/listen.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { itemBytes, writeUnits } from './item-size.ts';

/** The capacity that a request consumed. */
export interface CountedRequest {
  /** Write units of the table and of all its indexes. */
  readonly writeUnits: number;
  /** Write units of the table alone. */
  readonly tableWriteUnits: number;
  readonly readUnits: number;
}

/** A proxy in front of a real DynamoDB engine. */
export interface CapacityProxy {
  readonly endpoint: string;
  /** Its requests go through the proxy. It has a long time-out, for an engine on a busy machine. */
  readonly client: DynamoDBDocumentClient;
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
export async function startCapacityProxy(engine: string): Promise<CapacityProxy> {
  let requests: CountedRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
    const body = JSON.stringify({ ...JSON.parse(await text(incoming)), ReturnConsumedCapacity: 'INDEXES' });
    const headers = { ...incoming.headers, 'content-length': Buffer.byteLength(body) };
    const forwarded = httpRequest(engine, { method: incoming.method, path: incoming.url, headers }, async (answer) => {
      const answered = await text(answer);
      requests.push(consumed(operation, JSON.parse(answered)));
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(answered);
    });
    forwarded.on('error', (error) => outgoing.destroy(error)).end(body);
  });
  const { endpoint, close } = await listen(server);
  const client = localClient(endpoint, { requestHandler: { requestTimeout: 60_000 } });
  return {
    endpoint,
    client,
    take: () => {
      const taken = requests;
      requests = [];
      return taken;
    },
    stop: async () => {
      client.destroy();
      await close();
    },
  };
}

interface Answer {
  readonly ConsumedCapacity?: ConsumedCapacity;
  readonly __type?: string;
  readonly Item?: Record<string, AttributeValue>;
}

function consumed(operation: string, answer: Answer): CountedRequest {
  if (answer.__type?.endsWith('ConditionalCheckFailedException')) {
    const units = answer.Item === undefined ? 1 : writeUnits(itemBytes(answer.Item));
    return { writeUnits: units, tableWriteUnits: units, readUnits: 0 };
  }
  const units = answer.ConsumedCapacity?.CapacityUnits ?? 0;
  return READS.has(operation)
    ? { writeUnits: 0, tableWriteUnits: 0, readUnits: units }
    : { writeUnits: units, tableWriteUnits: answer.ConsumedCapacity?.Table?.CapacityUnits ?? 0, readUnits: 0 };
}
