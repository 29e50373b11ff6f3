import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { RECEIPTS_TABLE } from '../../contract/tables.ts';
import { createTables } from '../../local/create-tables.ts';
import { type BenchTables, TABLES } from './function-environment.ts';

/**
 * Makes the tables of all designs: the receiver's as the stack makes them, the idempotency table as Powertools
 * documents it, and one item per status with the receiver's indexes, so that it can be asked the same questions.
 */
export async function createBenchTables(client: DynamoDBDocumentClient, tables: BenchTables = TABLES): Promise<void> {
  await createTables(client, { receiptsTable: tables.receipts, setAsideTable: tables.setAside });
  await create(client, {
    TableName: tables.idempotency,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [text('id')],
  });
  const indexes = Object.entries(RECEIPTS_TABLE.indexes) as [string, Index][];
  const keys = new Set(['umid', 'status']);
  for (const [, { partitionKey, sortKey }] of indexes)
    for (const key of [partitionKey, sortKey]) if (key) keys.add(key);
  await create(client, {
    TableName: tables.statuses,
    KeySchema: keySchema('umid', 'status'),
    AttributeDefinitions: [...keys].map(text),
    GlobalSecondaryIndexes: indexes.map(([IndexName, { partitionKey, sortKey, projected }]) => ({
      IndexName,
      KeySchema: keySchema(partitionKey, sortKey),
      Projection:
        projected.length === 0
          ? { ProjectionType: 'KEYS_ONLY' as const }
          : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...projected] },
    })),
  });
}

interface Index {
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly projected: readonly string[];
}

type Input = ConstructorParameters<typeof CreateTableCommand>[0];

async function create(client: DynamoDBClient, input: Input): Promise<void> {
  await client.send(new CreateTableCommand({ ...input, BillingMode: 'PAY_PER_REQUEST' }));
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName: input.TableName });
}

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });

const keySchema = (partitionKey: string, sortKey?: string) => [
  { AttributeName: partitionKey, KeyType: 'HASH' as const },
  ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }]),
];
