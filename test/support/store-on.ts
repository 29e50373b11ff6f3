import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import type { Outcome } from '../../lambda/receipt/merge.ts';
import type { Receipt } from '../../lambda/receipt/message.ts';
import { dynamoDbClient } from '../../lambda/store/dynamodb.ts';
import { createRecord, type RecordReceipt } from '../../lambda/store/receipt-store.ts';
import { localConfig } from '../../toolbox/dynamodb-client.ts';
import type { Body } from '../fixtures/samples.ts';
import { countRequests } from './count-requests.ts';
import { engine, type FreshTables, freshTables, LONG_TIMEOUTS } from './engine.ts';
import { sampleReceiptOf } from './interpreted.ts';

export const RETENTION_DAYS = 90;
/** In the future, because DynamoDB Local deletes expired items. */
export const START = Date.parse('2090-01-01T00:00:00Z');

/** A receipt with a state and a minute, without a price. */
export function statusOf(
  umid: string,
  state: string,
  minute: number,
  change: (body: Body) => void = () => undefined,
): Receipt {
  return sampleReceiptOf((b) => {
    b.payload.umid = umid;
    b.payload.status = { state, timestamp: new Date(START + minute * 60_000).toISOString() };
    delete b.payload.price;
    change(b);
  });
}

let lastUmid = 0;
export function newUmid(): string {
  lastUmid += 1;
  return `00000000-0000-4000-8000-${String(lastUmid).padStart(12, '0')}`;
}

export interface StoreUnderTest {
  readonly client: DynamoDBDocumentClient;
  /** The client that the store writes with, as it is deployed. */
  readonly writer: DynamoDBClient;
  readonly table: string;
  /** Records a receipt that was posted `second` seconds after the start. By default `now` is that time, too. */
  record(receipt: Receipt, second?: number, now?: number): Promise<Outcome>;
  /** The same in another container, which only shares the table. */
  recordElsewhere(receipt: Receipt): Promise<Outcome>;
  read(umid: string): Promise<Record<string, unknown> | undefined>;
  /** The requests to DynamoDB that an action makes. */
  requestsOf(action: () => Promise<unknown>): Promise<string[]>;
}

/** The real store on separate tables of the engine, for the tests of the surrounding `describe`. */
export function storeOn(): StoreUnderTest {
  let tables: FreshTables;
  let requests: string[];
  const writer = dynamoDbClient({ ...localConfig(engine.endpoint), requestHandler: LONG_TIMEOUTS });
  let now = START;
  const open = () =>
    createRecord(writer, {
      table: tables.receiptsTable,
      retentionDays: RETENTION_DAYS,
      now: () => new Date(now),
      newVersion: () => 0,
    });
  let store: RecordReceipt;

  beforeAll(async () => {
    tables = await freshTables();
    requests = countRequests(writer);
    store = open();
  });
  afterAll(() => {
    writer.destroy();
    tables.client.destroy();
  });

  const at = (second: number) => new Date(START + second * 1000);
  return {
    writer,
    get client() {
      return tables.client;
    },
    get table() {
      return tables.receiptsTable;
    },
    record: async (receipt, second = 0, recordedAt = second) => {
      now = at(recordedAt).getTime();
      return (await store(receipt, at(second), new AbortController().signal)).outcome;
    },
    recordElsewhere: async (receipt) => (await open()(receipt, at(0), new AbortController().signal)).outcome,
    read: async (umid) => {
      const command = new GetCommand({ TableName: tables.receiptsTable, Key: { umid }, ConsistentRead: true });
      return (await tables.client.send(command)).Item;
    },
    requestsOf: async (action) => {
      const before = requests.length;
      await action();
      return requests.slice(before);
    },
  };
}
