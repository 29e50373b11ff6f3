import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { localClient } from '../../cli/deployment/dynamodb-client.ts';
import { RECEIPTS_TABLE } from '../../contract/tables.ts';
import type { CapacityProxy, CountedRequest } from './capacity-proxy.ts';
import type { ColdStart } from './cold-start.ts';
import { type LifeOfAMessage, lifeOfAMessage } from './events.ts';
import { type Endpoints, functionEnvironment } from './function-environment.ts';
import { itemBytes } from './item-size.ts';
import { runChild } from './run-child.ts';

/** What one receipt took. */
export interface ReceiptCost {
  readonly what: string;
  readonly requests: readonly CountedRequest[];
}

/** What the receipts of one message took, and what is left of them. */
export interface MessageLifecycle {
  readonly receipts: readonly ReceiptCost[];
  /** Bytes that stay: items, their copies in indexes, and what AWS adds to each. */
  readonly storedBytes: number;
}

export interface CapacityOptions {
  readonly node: string;
  readonly proxy: CapacityProxy;
  /** Where the token is read. */
  readonly fake: Endpoints;
  /** Where the design keeps its items. */
  readonly table: string;
}

type Item = Record<string, AttributeValue>;

/** AWS bills it for each item and each copy in an index. */
const OVERHEAD_BYTES = 100;

/**
 * Posts receipts of one message to an entry, each to a new container, and counts what the database sees.
 *
 * @param pick - which receipts of {@link lifeOfAMessage}
 * @throws Error where one is not answered with 200
 */
export async function measureLife(
  entry: string,
  { node, proxy, fake, table }: CapacityOptions,
  pick: (receipts: LifeOfAMessage) => LifeOfAMessage,
): Promise<MessageLifecycle> {
  const folder = await mkdtemp(join(tmpdir(), 'life-'));
  const eventFile = join(folder, 'event.json');
  const env = functionEnvironment({ ...fake, dynamoDb: proxy.endpoint });
  const umid = randomUUID();
  const receipts: ReceiptCost[] = [];
  try {
    proxy.take();
    for (const { what, event } of pick(lifeOfAMessage(umid))) {
      await writeFile(eventFile, JSON.stringify(event));
      const args = [entry, eventFile];
      const { statusCode, body } = await runChild<ColdStart>({ node, script: 'cold-start.cjs', args, env });
      if (statusCode !== 200) throw new Error(`${entry} answered ${statusCode} to ${what}: ${body}`);
      receipts.push({ what, requests: proxy.take() });
    }
    const items = await itemsOf(umid, table, proxy.endpoint);
    return { receipts, storedBytes: items.reduce((sum, item) => sum + storedBytes(item), 0) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function itemsOf(umid: string, table: string, endpoint: string): Promise<Item[]> {
  const client = localClient(endpoint);
  const command = new QueryCommand({
    TableName: table,
    KeyConditionExpression: 'umid = :umid',
    ExpressionAttributeValues: { ':umid': { S: umid } },
  });
  const { Items = [] } = await client.send(command);
  client.destroy();
  return Items;
}

/** The keys of the table and of the index are in every copy. */
function storedBytes(item: Item): number {
  const indexes: readonly { partitionKey: string; sortKey?: string; projected: readonly string[] }[] = Object.values(
    RECEIPTS_TABLE.indexes,
  );
  const copies = indexes
    .filter(({ partitionKey }) => item[partitionKey] !== undefined)
    .map(({ partitionKey, sortKey, projected }) => {
      const names = new Set(['umid', 'status', partitionKey, sortKey, ...projected]);
      return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
    });
  return [item, ...copies].reduce((sum, stored) => sum + itemBytes(stored) + OVERHEAD_BYTES, 0);
}
