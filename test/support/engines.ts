import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TableNames } from '../../contract/tables.ts';
import { createTables } from '../../local/create-tables.ts';
import type { Engine } from '../../local/engine/engine.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';

/** An engine that runs during all tests. */
export type RunningEngine = Pick<Engine, 'kind' | 'endpoint'>;

/** Passes the engines from the global setup to the test files, which run in other processes. */
export const ENGINES_VARIABLE = 'TEST_DYNAMODB_ENGINES';

/** DynamoDB Local if there is a Java for it, and dynalite: for `describe.each(engines)('… on $kind', …)`. */
export const engines: readonly RunningEngine[] = JSON.parse(process.env[ENGINES_VARIABLE] ?? '[]');

export interface FreshTables extends TableNames {
  readonly client: DynamoDBDocumentClient;
}

/** A request handler with a long time-out, because an engine may be slow on a small machine that runs all the tests. */
export const LONG_TIMEOUTS = { requestTimeout: 30_000, throwOnRequestTimeout: true };

/** Creates both tables, not shared with other tests. Destroy the client when done. */
export async function freshTables(endpoint: string): Promise<FreshTables> {
  const suffix = randomUUID();
  const names = { receiptsTable: `DeliveryReceipts-${suffix}`, setAsideTable: `SetAside-${suffix}` };
  const client = localClient(endpoint, { requestHandler: LONG_TIMEOUTS });
  await createTables(client, names);
  return { client, ...names };
}
