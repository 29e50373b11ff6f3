import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTables } from '../../local/create-tables.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { TABLES } from './function-environment.ts';

/** A client with a long time-out, for an engine on a busy machine. */
export function benchClient(endpoint: string): DynamoDBDocumentClient {
  return localClient(endpoint, { requestHandler: { requestTimeout: 60_000 } });
}

/** Creates the receiver's tables as the stack defines them. */
export async function createBenchTables(client: DynamoDBDocumentClient): Promise<void> {
  await createTables(client, { receiptsTable: TABLES.receipts, setAsideTable: TABLES.setAside });
}
