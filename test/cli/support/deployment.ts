import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretTokens } from '../../../lambda/receive/secret-tokens.ts';
import { serve } from '../../../local/http/server.ts';
import type { TableConnection } from '../../../lookup/table-connection.ts';
import { createApp } from '../../../page/app.ts';
import { tableFigures } from '../../../page/table-figures.ts';
import { connectionTo } from '../../page/support/ui-on.ts';
import { type FreshTables, freshTables } from '../../support/engine.ts';
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
  close(): Promise<void>;
}

/** The real receiver on a real engine; fakes of the rest of AWS and of the vendor's API. */
export async function deployment(engineEndpoint: string): Promise<Deployment> {
  const [tables, stack, vendor] = await Promise.all([freshTables(engineEndpoint), startFakeStack(), startFakeVendor()]);
  stack.tokens.push({ token: FIRST_TOKEN, storedAt: new Date(0) });
  const secrets = new SecretsManagerClient({
    endpoint: stack.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const tokens = secretTokens(secrets, { secretId: 'token', overlapHours: 24 }, () => deployed.now);
  const receiver = receiverOn(tables, { tokens });
  const api = await serve(0, 'POST /receipts', receiver.handler);
  const callbackUrl = `http://127.0.0.1:${api.port}/receipts`;
  Object.assign(stack.outputs, {
    CallbackUrl: callbackUrl,
    ReceiptsTableName: tables.receiptsTable,
    SetAsideTableName: tables.setAsideTable,
  });
  const variables = {
    AWS_ENDPOINT_URL: stack.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: engineEndpoint,
    EIGHT_BY_EIGHT_API_URL: vendor.url,
    EIGHT_BY_EIGHT_OLD_API_URL: vendor.url,
    EIGHT_BY_EIGHT_API_KEY: API_KEY,
  };
  const deployed: Deployment = {
    tables,
    stack,
    vendor,
    callbackUrl,
    now: Date.now(),
    run: (args, environment = {}) => runTool(args, { ...variables, ...environment }),
    runHere: (args, environment = {}) => runInProcess(args, { ...variables, ...environment }),
    page: (more = {}) => {
      const connection = { ...connectionTo(tables), ...more };
      const app = createApp({ connection, ...tableFigures(connection) });
      return async (path) => {
        const response = await app.request(path, { headers: { host: '127.0.0.1' } });
        const text = (await response.text()).replaceAll('&amp;', '&').replaceAll('&#39;', "'");
        return { status: response.status, text };
      };
    },
    post: async (body, token = FIRST_TOKEN) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      return (await fetch(callbackUrl, { method: 'POST', headers, body })).status;
    },
    close: async () => {
      tables.client.destroy();
      secrets.destroy();
      await Promise.all([api.stop(), stack.close(), vendor.close()]);
    },
  };
  return deployed;
}
