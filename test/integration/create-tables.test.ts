import { DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type IndexDefinition, RECEIPTS_TABLE } from '../../contract/tables.ts';
import { createTables } from '../../local/create-tables.ts';
import { engines, type FreshTables, freshTables } from '../support/engines.ts';

describe.each(engines)('the tables on $kind', ({ kind, endpoint }) => {
  let tables: FreshTables;
  beforeAll(async () => {
    tables = await freshTables(endpoint);
  });
  afterAll(() => tables.client.destroy());

  it('have the keys and the indexes of the definition', async () => {
    const { Table } = await tables.client.send(new DescribeTableCommand({ TableName: tables.receiptsTable }));
    expect(Table?.KeySchema).toEqual([{ AttributeName: 'umid', KeyType: 'HASH' }]);
    const indexes = Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => [
      IndexName,
      KeySchema?.map((key) => key.AttributeName),
      Projection?.NonKeyAttributes?.toSorted() ?? Projection?.ProjectionType,
    ]);
    const defined = Object.entries<IndexDefinition>(RECEIPTS_TABLE.indexes).map(
      ([name, { partitionKey, sortKey, projected }]) => [
        name,
        sortKey === undefined ? [partitionKey] : [partitionKey, sortKey],
        projected.length === 0 ? 'KEYS_ONLY' : projected.toSorted(),
      ],
    );
    expect(indexes?.toSorted()).toEqual(defined.toSorted());
  });

  it('keep their items if createTables is called again', async () => {
    const { receiptsTable: TableName } = tables;
    await tables.client.send(new PutCommand({ TableName, Item: { umid: 'a' } }));
    await createTables(tables.client, tables);
    expect(await tables.client.send(new ScanCommand({ TableName }))).toMatchObject({ Items: [{ umid: 'a' }] });
  });

  it.each(['receiptsTable', 'setAsideTable'] as const)('expire the items of %s, on DynamoDB Local', async (table) => {
    const { TimeToLiveDescription } = await tables.client.send(
      new DescribeTimeToLiveCommand({ TableName: tables[table] }),
    );
    expect(TimeToLiveDescription).toEqual(
      kind === 'dynalite'
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' },
    );
  });
});
