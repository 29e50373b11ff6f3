import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { localClient } from '../../cli/deployment/dynamodb-client.ts';
import type { TableNames } from '../../contract/tables.ts';
import { createTables } from '../../local/create-tables.ts';
import type { Engine } from '../../local/engine/engine.ts';

/** An engine that runs for the whole of the tests. */
export type RunningEngine = Pick<Engine, 'kind' | 'endpoint'>;

/** How the global setup tells the test files, which run in processes of their own. */
export const ENGINES_VARIABLE = 'TEST_DYNAMODB_ENGINES';

/** DynamoDB Local where Java allows it, and dynalite: for `describe.each(engines)('… on $kind', …)`. */
export const engines: readonly RunningEngine[] = JSON.parse(process.env[ENGINES_VARIABLE] ?? '[]');

export interface FreshTables extends TableNames {
  readonly client: DynamoDBDocumentClient;
}

/** An engine that shares a small machine with all the tests may be slow, and that is no finding. */
export function patient(): NodeHttpHandler {
  return new NodeHttpHandler({ requestTimeout: 30_000, throwOnRequestTimeout: true });
}

/** Both tables, empty and for the caller alone. Destroy the client when done. */
export async function freshTables(endpoint: string): Promise<FreshTables> {
  const suffix = randomUUID();
  const names = { receiptsTable: `DeliveryReceipts-${suffix}`, setAsideTable: `SetAside-${suffix}` };
  const client = localClient(endpoint, { requestHandler: patient() });
  await createTables(client, names);
  return { client, ...names };
}
