import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { TableNames } from '../../contract/tables.ts';
import { createTables } from '../../local/create-tables.ts';
import type { Engine } from '../../local/engine/engine.ts';
import type { TableConnection } from '../../lookup/table-connection.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';

/** An engine that runs during all tests. */
type RunningEngine = Pick<Engine, 'kind' | 'endpoint'>;

/** Passes the engine from the global setup to the test files, which run in other processes. */
export const ENGINE_VARIABLE = 'TEST_DYNAMODB_ENGINE';

/** DynamoDB Local if there is a Java for it, otherwise dynalite. `engines.test.ts` shows where they differ. */
export const engine: RunningEngine = JSON.parse(process.env[ENGINE_VARIABLE] ?? '{}');

/** dynalite has no TTL, no PartiQL and no streams. */
export const isDynamoDbLocal = engine.kind === 'dynamodb-local';

export interface FreshTables extends TableNames {
  readonly client: DynamoDBDocumentClient;
}

/** A request handler with a long time-out, because an engine may be slow on a small machine that runs all the tests. */
export const LONG_TIMEOUTS = { requestTimeout: 30_000, throwOnRequestTimeout: true };

/** Creates both tables, not shared with other tests. Destroy the client when done. */
export async function freshTables(endpoint = engine.endpoint): Promise<FreshTables> {
  const suffix = randomUUID();
  const names = { receiptsTable: `DeliveryReceipts-${suffix}`, setAsideTable: `SetAside-${suffix}` };
  const client = localClient(endpoint, { requestHandler: LONG_TIMEOUTS });
  await createTables(client, names);
  return { client, ...names };
}

/** What the tool and the page read tables by. */
export function connectionTo(tables: FreshTables, name = 'tables of the test'): TableConnection {
  return { name, ...tables, retentionDays: async () => 90 };
}
