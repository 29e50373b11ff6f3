import { randomUUID } from 'node:crypto';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DEFAULTS } from '../../contract/defaults.ts';
import { interpret } from '../../lambda/receipt/interpret.ts';
import { createRecord } from '../../lambda/store/receipt-store.ts';
import { itemOf } from '../contenders/item.ts';
import { benchClient } from './bench-tables.ts';
import type { CapacityProxy } from './capacity-proxy.ts';
import { lifeOfAMessage, receiptEvent } from './events.ts';
import { TABLES } from './function-environment.ts';
import { itemBytes, writeUnits } from './item-size.ts';

/** The cost of the newest status of a message. */
export interface HistoryPoint {
  /** Statuses in the history, including the newest. */
  readonly statuses: number;
  readonly requests: number;
  readonly itemBytes: number;
  /** Write units for the item's size, which is the minimum. */
  readonly unitsOfSize: number;
  /** Write units of the table. */
  readonly tableWriteUnits: number;
  /** Write units of the indexes. */
  readonly indexWriteUnits: number;
}

/** The cost of a message's receipts in a table with other messages. */
export interface TablePoint {
  readonly messages: number;
  readonly requests: number;
  readonly writeUnits: number;
}

const SECOND_MS = 1000;
const BATCH = 25;

/** Records one status after another of one message, with the store on a real engine. */
export async function measureHistory(proxy: CapacityProxy, statuses: number): Promise<HistoryPoint[]> {
  const client = benchClient(proxy.endpoint);
  const record = recorder(client);
  const umid = randomUUID();
  const points: HistoryPoint[] = [];
  for (let status = 1; status <= statuses; status += 1) {
    const timestamp = new Date(Date.UTC(2026, 0, 1) + status * SECOND_MS).toISOString();
    proxy.take();
    await record(receiptEvent(umid, { state: 'sent', timestamp }));
    const requests = proxy.take();
    const { Item } = await client.send(new GetItemCommand({ TableName: TABLES.receipts, Key: { umid: { S: umid } } }));
    const bytes = itemBytes(Item ?? {});
    const tableUnits = sum(requests.map(({ tableWriteUnits }) => tableWriteUnits));
    points.push({
      statuses: status,
      requests: requests.length,
      itemBytes: bytes,
      unitsOfSize: writeUnits(bytes),
      tableWriteUnits: tableUnits,
      indexWriteUnits: sum(requests.map((request) => request.writeUnits)) - tableUnits,
    });
  }
  client.destroy();
  return points;
}

/** Records the receipts of one message, at each of the given numbers of messages in the table. */
export async function measureTable(proxy: CapacityProxy, sizes: readonly number[]): Promise<TablePoint[]> {
  const client = benchClient(proxy.endpoint);
  const record = recorder(client);
  const points: TablePoint[] = [];
  let messages = 0;
  for (const size of sizes) {
    for (; messages < size; messages += BATCH) await fill(client);
    proxy.take();
    for (const { event } of lifeOfAMessage(randomUUID())) await record(event);
    const requests = proxy.take();
    points.push({
      messages: size,
      requests: requests.length,
      writeUnits: sum(requests.map((request) => request.writeUnits)),
    });
  }
  client.destroy();
  return points;
}

function recorder(client: DynamoDBDocumentClient) {
  const record = createRecord(client, { table: TABLES.receipts, retentionDays: DEFAULTS.retentionDays });
  return async ({ body }: { readonly body: string }): Promise<void> => {
    const meaning = interpret(JSON.parse(body));
    if (meaning.kind !== 'receipt') throw new Error('The benchmark made a body that is not a receipt.');
    await record(meaning.receipt, new Date(), AbortSignal.timeout(10 * SECOND_MS));
  };
}

async function fill(client: DynamoDBDocumentClient): Promise<void> {
  const items = Array.from({ length: BATCH }, () => {
    const { body } = receiptEvent(randomUUID(), { state: 'sent', timestamp: '2026-01-01T00:00:01.06Z' });
    return { PutRequest: { Item: itemOf(JSON.parse(body), new Date()) } };
  });
  await client.send(new BatchWriteCommand({ RequestItems: { [TABLES.receipts]: items } }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
