import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { RECEIPTS_TABLE, SET_ASIDE_TABLE } from '../../../contract/tables.ts';
import { secretTokens } from '../../../lambda/receive/secret-tokens.ts';
import { serve } from '../../../local/http/server.ts';
import type { TableConnection } from '../../../lookup/table-connection.ts';
import { connectionTo, engine, type FreshTables, freshTables } from '../../support/engine.ts';
import { receiverOn } from '../../support/receiver.ts';
import { type FakeStack, startFakeStack } from './fake-stack.ts';
import { API_KEY, type FakeVendor, startFakeVendor } from './fake-vendor.ts';
import { runInProcess } from './run-in-process.ts';
import { runTool, type ToolRun } from './run-tool.ts';

export const FIRST_TOKEN = 'the-first-token-of-the-stack';

export interface Deployment {
  readonly tables: FreshTables;
  readonly stack: FakeStack;
  readonly vendor: FakeVendor;
  readonly callbackUrl: string;
  /** What names the fakes to the tool. */
  readonly environment: Readonly<Record<string, string>>;
  /** The clock of the receiver, in epoch milliseconds. */
  now: number;
  /** Runs the tool as a user does, in a separate process, with the API key and the addresses of the fakes. */
  run(args: readonly string[], environment?: Record<string, string>): Promise<ToolRun>;
  /** The same, in this process: see runInProcess. */
  runHere(args: readonly string[], environment?: Record<string, string>): Promise<ToolRun>;
  /** The page on these tables: gives its answer to a path, with ampersands and apostrophes as such. */
  page(
    connection?: Partial<TableConnection>,
  ): (path: string) => Promise<{ readonly status: number; readonly text: string }>;
  /** Posts a body with a token; gives the status code. */
  post(body: string, token?: string): Promise<number>;
  /** All items of the receipts table, by umid. */
  items(): Promise<Item[]>;
  /** All items of the set-aside table, by id. */
  setAside(): Promise<Item[]>;
  /** As it was at the start, with empty tables and a receiver that knows no token yet. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: a test knows what is in its items
type Item = Record<string, any>;

/** A deployment for the tests of a file or of a `describe`. At the end, no call of 8x8's API may have been wrong. */
export function useDeployment(): Deployment {
  const deployed = {} as Deployment;
  beforeAll(() => start(deployed));
  afterAll(async () => {
    expect(deployed.vendor.faults).toEqual([]);
    await deployed.close();
  });
  return deployed;
}

/** The real receiver on a real engine; fakes of the rest of AWS and of the vendor's API. */
async function start(deployed: Deployment): Promise<void> {
  const [tables, stack, vendor] = await Promise.all([freshTables(), startFakeStack(), startFakeVendor()]);
  const secrets = new SecretsManagerClient({
    endpoint: stack.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const createReceiver = () =>
    receiverOn(tables, { tokens: secretTokens(secrets, { secretId: 'token', overlapHours: 24 }, () => deployed.now) });
  let receiver = createReceiver();
  const api = await serve(0, 'POST /receipts', (event) => receiver.handler(event));
  const callbackUrl = `http://127.0.0.1:${api.port}/receipts`;
  const environment = {
    AWS_ENDPOINT_URL: stack.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    EIGHT_BY_EIGHT_API_URL: vendor.url,
    EIGHT_BY_EIGHT_OLD_API_URL: vendor.url,
    EIGHT_BY_EIGHT_API_KEY: API_KEY,
  };
  const scan = async (TableName: string, key: string) => {
    const items: Item[] = [];
    for await (const { Items = [] } of paginateScan({ client: tables.client }, { TableName, ConsistentRead: true }))
      items.push(...Items);
    return items.sort((a, b) => (a[key] < b[key] ? -1 : 1));
  };
  const clear = async (TableName: string, key: string) => {
    const items = await scan(TableName, key);
    await Promise.all(
      items.map((item) => tables.client.send(new DeleteCommand({ TableName, Key: { [key]: item[key] } }))),
    );
  };
  const fillStack = () => {
    deployed.now = Date.now();
    stack.tokens.push({ token: FIRST_TOKEN, storedAt: new Date(0) });
    Object.assign(stack.outputs, {
      CallbackUrl: callbackUrl,
      ReceiptsTableName: tables.receiptsTable,
      SetAsideTableName: tables.setAsideTable,
    });
  };
  fillStack();
  Object.assign(deployed, {
    tables,
    stack,
    vendor,
    callbackUrl,
    environment,
    run: (args, more = {}) => runTool(args, { ...environment, ...more }),
    runHere: (args, more = {}) => runInProcess(args, { ...environment, ...more }),
    page: (more = {}) => {
      const app = pageOn({ ...connectionTo(tables), ...more });
      return async (path) => {
        const response = await (await app).request(path, { headers: { host: '127.0.0.1' } });
        const text = (await response.text()).replaceAll('&amp;', '&').replaceAll('&#39;', "'");
        return { status: response.status, text };
      };
    },
    post: async (body, token = FIRST_TOKEN) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      return (await fetch(callbackUrl, { method: 'POST', headers, body })).status;
    },
    items: () => scan(tables.receiptsTable, RECEIPTS_TABLE.partitionKey),
    setAside: () => scan(tables.setAsideTable, SET_ASIDE_TABLE.partitionKey),
    reset: async () => {
      expect(vendor.faults).toEqual([]);
      await Promise.all([
        clear(tables.receiptsTable, RECEIPTS_TABLE.partitionKey),
        clear(tables.setAsideTable, SET_ASIDE_TABLE.partitionKey),
      ]);
      stack.reset();
      vendor.reset();
      receiver = createReceiver();
      fillStack();
    },
    close: async () => {
      tables.client.destroy();
      secrets.destroy();
      await Promise.all([api.stop(), stack.close(), vendor.close()]);
    },
  } satisfies Omit<Deployment, 'now'>);
}

/** Loads the page only when a test asks for it, because most need none. */
async function pageOn(connection: TableConnection) {
  const { createApp } = await import('../../../page/app.ts');
  const { tableFigures } = await import('../../../page/table-figures.ts');
  return createApp({ connection, ...tableFigures(connection) });
}
