import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { DEFAULTS } from '../contract/defaults.ts';
import type { ReceiptItem } from '../contract/receipt-item.ts';
import { LOCAL_TABLES } from '../contract/tables.ts';
import { localClient } from '../toolbox/dynamodb-client.ts';
import { createTables } from './create-tables.ts';
import type { Engine } from './engine/engine.ts';
import { serve } from './http/server.ts';
import { localReceiveHandler } from './receive-handler.ts';

export type { ReceiptItem } from '../contract/receipt-item.ts';

export interface TestReceiverProps {
  /**
   * Port of 127.0.0.1 to listen on.
   *
   * @default - a free one
   */
  readonly port?: number;
  /**
   * The token that callers send.
   *
   * @default 'test-token'
   */
  readonly token?: string;
}

/** A receiver on this machine, with tables of its own. */
export interface TestReceiver {
  /** Where to post receipts. */
  readonly url: string;
  /** For the header `Authorization: Bearer`. */
  readonly token: string;
  /** Address of its DynamoDB, for `receipts get --dynamodb`. */
  readonly dynamodb: string;
  /** Name of the receipts table. */
  readonly receiptsTable: string;
  /** The item of a message; undefined if no receipt of it was recorded. */
  item(umid: string): Promise<ReceiptItem | undefined>;
  /** Stops the receiver, and forgets what it received. */
  stop(): Promise<void>;
}

/**
 * Starts the receiver for tests of your own app: the handler that is deployed, behind a server on 127.0.0.1, on an embedded
 * DynamoDB (the package `dynalite`, which your app installs). It has no fallback queue and publishes no events.
 *
 * @throws Error if dynalite is not installed, or the port is taken
 */
export async function startReceiver({ port = 0, token = 'test-token' }: TestReceiverProps = {}): Promise<TestReceiver> {
  const engine = await startDynalite();
  const client = localClient(engine.endpoint);
  await createTables(client);
  const { receiptsTable } = LOCAL_TABLES;
  const { retentionDays } = DEFAULTS;
  const handler = localReceiveHandler(client, { token, retentionDays, log: () => undefined });
  const stopEngine = async () => {
    client.destroy();
    await engine.stop();
  };
  const api = await serve(port, 'POST /receipts', handler).catch(async (error: unknown) => {
    await stopEngine();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${api.port}/receipts`,
    token,
    dynamodb: engine.endpoint,
    receiptsTable,
    item: async (umid) => {
      const read = new GetCommand({ TableName: receiptsTable, Key: { umid }, ConsistentRead: true });
      return (await client.send(read)).Item as ReceiptItem | undefined;
    },
    stop: async () => {
      await api.stop();
      await stopEngine();
    },
  };
}

/** Loaded late, so that the package also works without it. */
async function startDynalite(): Promise<Engine> {
  const engine = await import('./engine/in-process-dynalite.ts').catch((error: unknown) => {
    throw new Error('startReceiver needs the package dynalite: npm install --save-dev dynalite', { cause: error });
  });
  return engine.startDynalite();
}
