import {
  CreateTableCommand,
  type CreateTableCommandInput,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  LOCAL_TABLES,
  RECEIPTS_TABLE,
  SET_ASIDE_TABLE,
  type TableDefinition,
  type TableNames,
} from '../contract/tables.ts';

/** Makes both tables as the stack does. One that exists already is left as it is. */
export async function createTables(client: DynamoDBDocumentClient, names: TableNames = LOCAL_TABLES): Promise<void> {
  await createTable(client, names.receiptsTable, RECEIPTS_TABLE);
  await createTable(client, names.setAsideTable, SET_ASIDE_TABLE);
}

async function createTable(client: DynamoDBDocumentClient, name: string, definition: TableDefinition): Promise<void> {
  try {
    await client.send(new CreateTableCommand(tableInput(name, definition)));
  } catch (error) {
    if (error instanceof ResourceInUseException) return;
    throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: name });
  await expireItems(client, name, definition.ttlAttribute);
}

async function expireItems(client: DynamoDBDocumentClient, name: string, attribute: string): Promise<void> {
  try {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName: attribute, Enabled: true },
      }),
    );
  } catch (error) {
    // dynalite has no TTL
    if (!(error instanceof Error && error.name === 'UnknownOperationException')) throw error;
  }
}

function tableInput(name: string, { partitionKey, indexes }: TableDefinition): CreateTableCommandInput {
  const keys = new Set([partitionKey]);
  const GlobalSecondaryIndexes = Object.entries(indexes).map(([IndexName, index]) => {
    for (const key of [index.partitionKey, index.sortKey]) if (key !== undefined) keys.add(key);
    return {
      IndexName,
      KeySchema: keySchema(index.partitionKey, index.sortKey),
      Projection: projection(index.projected),
    };
  });
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(partitionKey),
    AttributeDefinitions: [...keys].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
  };
}

function keySchema(partitionKey: string, sortKey?: string): CreateTableCommandInput['KeySchema'] {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }]),
  ];
}

function projection(attributes: readonly string[]): {
  ProjectionType: 'KEYS_ONLY' | 'INCLUDE';
  NonKeyAttributes?: string[];
} {
  return attributes.length === 0
    ? { ProjectionType: 'KEYS_ONLY' }
    : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...attributes] };
}
