import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { createTables } from '../../local/create-tables.ts';
import type { Engine } from '../../local/engine/engine.ts';
import { startEngine } from '../../local/engine/start-engine.ts';
import { type CapacityProxy, startCapacityProxy } from '../measure/capacity-proxy.ts';
import { itemBytes, writeUnits } from '../measure/item-size.ts';

describe('the capacity proxy', () => {
  let engine: Engine;
  let proxy: CapacityProxy;

  beforeAll(async () => {
    engine = await startEngine('dynamodb-local');
    proxy = await startCapacityProxy(engine.endpoint);
    await createTables(proxy.client);
    proxy.take();
  });
  afterAll(async () => {
    await proxy.stop();
    await engine.stop();
  });

  const put = (item: object) =>
    proxy.client.send(new PutCommand({ TableName: LOCAL_TABLES.receiptsTable, Item: { umid: randomUUID(), ...item } }));

  test.each([
    ['a small item', {}, 1, 0],
    ['an item of 2.5 KB', { state: 'x'.repeat(2500) }, 3, 0],
    ['an item in one index', { clientMessageId: 'a' }, 1, 1],
    ['an item in three', { clientMessageId: 'a', destination: 'b', firstReceivedAt: 'c', batchId: 'd' }, 1, 3],
  ])('counts the write units of %s', async (_, item, tableWriteUnits, indexes) => {
    await put(item);
    const units = { tableWriteUnits, writeUnits: tableWriteUnits + indexes, readUnits: 0 };
    expect(proxy.take()).toEqual([units]);
    expect(proxy.take()).toEqual([]);
  });

  test('counts a read by its read units', async () => {
    const key = { umid: randomUUID() };
    await proxy.client.send(new GetCommand({ TableName: LOCAL_TABLES.receiptsTable, Key: key, ConsistentRead: true }));
    expect(proxy.take()).toMatchObject([{ writeUnits: 0, readUnits: 1 }]);
  });

  test('counts a write whose condition failed', async () => {
    const command = new UpdateCommand({
      TableName: LOCAL_TABLES.receiptsTable,
      Key: { umid: randomUUID() },
      UpdateExpression: 'SET #state = :state',
      ConditionExpression: 'attribute_exists(umid)',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': 'sent' },
    });
    await expect(proxy.client.send(command)).rejects.toThrow('condition');
    expect(proxy.take()).toMatchObject([{ writeUnits: 1 }]);
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
