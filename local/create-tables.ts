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

/**
 * Creates both tables as the stack does. An existing table stays as it is.
 *
 * @param streams - whether the tables have streams, for events; dynalite ignores it
 */
export async function createTables(
  client: DynamoDBDocumentClient,
  names: TableNames = LOCAL_TABLES,
  { streams = false } = {},
): Promise<void> {
  const stream = streams && { StreamSpecification: STREAM };
  await createTable(client, { ...tableInput(names.receiptsTable, RECEIPTS_TABLE), ...stream }, RECEIPTS_TABLE);
  await createTable(client, { ...tableInput(names.setAsideTable, SET_ASIDE_TABLE), ...stream }, SET_ASIDE_TABLE);
}

const STREAM = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } as const;

async function createTable(
  client: DynamoDBDocumentClient,
  input: CreateTableCommandInput,
  { ttlAttribute }: TableDefinition,
): Promise<void> {
  const { TableName } = input;
  try {
    await client.send(new CreateTableCommand(input));
  } catch (error) {
    if (error instanceof ResourceInUseException) return;
    throw error;
  }
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName });
  await expireItems(client, TableName, ttlAttribute);
}

async function expireItems(client: DynamoDBDocumentClient, name: string | undefined, attribute: string): Promise<void> {
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
