import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTables } from '../../local/create-tables.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { TABLES } from './function-environment.ts';

/** A client with a long time-out, for an engine on a busy machine. */
export function benchClient(endpoint: string): DynamoDBDocumentClient {
  return localClient(endpoint, { requestHandler: { requestTimeout: 60_000 } });
}

/** Creates the receiver's tables as the stack defines them, and the idempotency table as Powertools documents it. */
export async function createBenchTables(client: DynamoDBDocumentClient): Promise<void> {
  await createTables(client, { receiptsTable: TABLES.receipts, setAsideTable: TABLES.setAside });
  const TableName = TABLES.idempotency;
  const create = new CreateTableCommand({
    TableName,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await client.send(create);
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName });
}
