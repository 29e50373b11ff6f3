import { randomUUID } from 'node:crypto';
import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type IndexDefinition, LOCAL_TABLES, RECEIPTS_TABLE } from '../../contract/tables.ts';
import type { CapacityProxy, CountedRequest } from './capacity-proxy.ts';
import { type Container, recordIn } from './container.ts';
import { lifeOfAMessage } from './events.ts';
import { itemBytes } from './item-size.ts';

/** The usage of one receipt. */
export interface ReceiptUsage {
  readonly what: string;
  readonly requests: readonly CountedRequest[];
  /** Bytes that the function wrote to its log. */
  readonly logBytes: number;
  /** Bytes of the answer's body. */
  readonly answerBytes: number;
}

/** The usage of a message's receipts, and the stored bytes. */
export interface MessageLifecycle {
  readonly receipts: readonly ReceiptUsage[];
  /** Bytes of the item as AWS bills them, and of its copies in the indexes. */
  readonly stored: { readonly tableBytes: number; readonly indexBytes: number };
}

type Item = Record<string, AttributeValue>;

/** AWS bills it for each item and each copy in an index ("DynamoDB item sizes and formats" in its developer guide). */
const OVERHEAD_BYTES = 100;

/** Posts the receipts of one message, each to a new container, whose DynamoDB is the proxy. */
export async function measureLifecycle(
  container: Container,
  proxy: CapacityProxy,
  format: 'V7' | 'older' = 'V7',
): Promise<MessageLifecycle> {
  const umid = randomUUID();
  const receipts: ReceiptUsage[] = [];
  proxy.take();
  for (const { what, event } of lifeOfAMessage(umid, format)) {
    const { answers, log } = await recordIn(container, { events: [event] });
    const [logBytes, answerBytes] = [Buffer.byteLength(log), Buffer.byteLength(answers[0]?.body ?? '')];
    receipts.push({ what, requests: proxy.take(), logBytes, answerBytes });
  }
  return { receipts, stored: storedBytes(await storedItem(umid, proxy)) };
}

/** The item of a message. */
export async function storedItem(umid: string, { client }: CapacityProxy): Promise<Item> {
  const command = new GetItemCommand({ TableName: LOCAL_TABLES.receiptsTable, Key: { umid: { S: umid } } });
  return (await client.send(command)).Item ?? {};
}

/** Every copy in an index has the keys of the table and of the index. */
function storedBytes(item: Item): MessageLifecycle['stored'] {
  const indexes: readonly IndexDefinition[] = Object.values(RECEIPTS_TABLE.indexes);
  const copies = indexes
    .filter(({ partitionKey }) => item[partitionKey] !== undefined)
    .map(({ partitionKey, sortKey, projected }) => {
      const names = new Set(['umid', partitionKey, sortKey, ...projected]);
      return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
    });
  return {
    tableBytes: itemBytes(item) + OVERHEAD_BYTES,
    indexBytes: copies.reduce((sum, copy) => sum + itemBytes(copy) + OVERHEAD_BYTES, 0),
  };
}
