import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretTokens } from '../../../lambda/receive/secret-tokens.ts';
import { serve } from '../../../local/http/server.ts';
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
