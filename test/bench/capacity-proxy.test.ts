import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { benchClient } from '../../bench/measure/bench-tables.ts';
import { type CapacityProxy, startCapacityProxy } from '../../bench/measure/capacity-proxy.ts';
import { itemBytes, writeUnits } from '../../bench/measure/item-size.ts';
import { engine, type FreshTables, freshTables, isDynamoDbLocal } from '../support/engine.ts';

const { endpoint } = engine;

describe('the capacity proxy', () => {
  // dynalite does not count the units of indexes, so the benchmark needs DynamoDB Local
  const ofIndexes = (units: number) => (isDynamoDbLocal ? units : 0);

  let tables: FreshTables;
  let proxy: CapacityProxy;
  let client: DynamoDBDocumentClient;

  beforeAll(async () => {
    tables = await freshTables(endpoint);
    proxy = await startCapacityProxy(endpoint);
    client = benchClient(proxy.endpoint);
  });
  afterAll(async () => {
    client.destroy();
    tables.client.destroy();
    await proxy.stop();
  });

  const put = (item: object) =>
    client.send(new PutCommand({ TableName: tables.receiptsTable, Item: { umid: randomUUID(), ...item } }));

  test.each([
    ['a small item', {}, 1, 0],
    ['an item of 2.5 KB', { state: 'x'.repeat(2500) }, 3, 0],
    ['an item in one index', { clientMessageId: 'a' }, 1, 1],
    ['an item in three', { clientMessageId: 'a', destination: 'b', firstReceivedAt: 'c', batchId: 'd' }, 1, 3],
  ])('counts the write units of %s', async (_, item, tableWriteUnits, indexes) => {
    await put(item);
    const operation = { operation: 'PutItem', table: tables.receiptsTable, readUnits: 0 };
    expect(proxy.take()).toEqual([{ ...operation, tableWriteUnits, writeUnits: tableWriteUnits + ofIndexes(indexes) }]);
    expect(proxy.take()).toEqual([]);
  });

  test('counts a read by its read units', async () => {
    const key = { umid: randomUUID() };
    await client.send(new GetCommand({ TableName: tables.receiptsTable, Key: key, ConsistentRead: true }));
    expect(proxy.take()).toMatchObject([{ operation: 'GetItem', writeUnits: 0, readUnits: 1 }]);
  });

  test('counts a write whose condition failed', async () => {
    const command = new UpdateCommand({
      TableName: tables.receiptsTable,
      Key: { umid: randomUUID() },
      UpdateExpression: 'SET #state = :state',
      ConditionExpression: 'attribute_exists(umid)',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': 'sent' },
    });
    await expect(client.send(command)).rejects.toThrow('condition');
    expect(proxy.take()).toMatchObject([{ operation: 'UpdateItem', writeUnits: 1 }]);
  });
});

describe('the size of an item', () => {
  test.each([
    ['text, in bytes', { umid: 'é' }, 4 + 2],
    ['a number, two digits a byte', { n: 12345 }, 1 + 3 + 1],
    ['the same without the zeros around it', { n: 0.0375 }, 1 + 2 + 1],
    ['true', { terminal: true }, 8 + 1],
    ['a list', { l: ['a', 'b'] }, 1 + 3 + 2 * (1 + 1)],
    ['a map', { m: { a: 'b' } }, 1 + 3 + 1 + 1 + 1],
  ])('%s', (_, item, bytes) => {
    expect(itemBytes(marshall(item))).toBe(bytes);
  });

  test.each([
    [0, 1],
    [1024, 1],
    [1025, 2],
  ])('of %d bytes takes %d write units', (bytes, units) => {
    expect(writeUnits(bytes)).toBe(units);
  });
});
