import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Engine } from '../../local/engine/engine.ts';
import { startEngine } from '../../local/engine/start-engine.ts';
import { benchClient, createBenchTables } from '../measure/bench-tables.ts';
import { type CapacityProxy, startCapacityProxy } from '../measure/capacity-proxy.ts';
import { TABLES } from '../measure/function-environment.ts';
import { itemBytes, writeUnits } from '../measure/item-size.ts';

describe('the capacity proxy', () => {
  let engine: Engine;
  let proxy: CapacityProxy;
  let client: DynamoDBDocumentClient;

  beforeAll(async () => {
    engine = await startEngine('dynamodb-local');
    proxy = await startCapacityProxy(engine.endpoint);
    client = benchClient(proxy.endpoint);
    await createBenchTables(client);
    proxy.take();
  });
  afterAll(async () => {
    client.destroy();
    await proxy.stop();
    await engine.stop();
  });

  const put = (item: object) =>
    client.send(new PutCommand({ TableName: TABLES.receipts, Item: { umid: randomUUID(), ...item } }));

  test.each([
    ['a small item', {}, 1, 0],
    ['an item of 2.5 KB', { state: 'x'.repeat(2500) }, 3, 0],
    ['an item in one index', { clientMessageId: 'a' }, 1, 1],
    ['an item in three', { clientMessageId: 'a', destination: 'b', firstReceivedAt: 'c', batchId: 'd' }, 1, 3],
  ])('counts the write units of %s', async (_, item, tableWriteUnits, indexes) => {
    await put(item);
    const operation = { operation: 'PutItem', table: TABLES.receipts, readUnits: 0 };
    expect(proxy.take()).toEqual([{ ...operation, tableWriteUnits, writeUnits: tableWriteUnits + indexes }]);
    expect(proxy.take()).toEqual([]);
  });

  test('counts a read by its read units', async () => {
    const key = { umid: randomUUID() };
    await client.send(new GetCommand({ TableName: TABLES.receipts, Key: key, ConsistentRead: true }));
    expect(proxy.take()).toMatchObject([{ operation: 'GetItem', writeUnits: 0, readUnits: 1 }]);
  });

  test('counts a write whose condition failed', async () => {
    const command = new UpdateCommand({
      TableName: TABLES.receipts,
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
