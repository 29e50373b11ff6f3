import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, jest, test } from '@jest/globals';
import { newUmid, RETENTION_DAYS, START, statusOf, storeOn } from '../../support/store-on.ts';

const store = storeOn();

test('an item without history is completed, and its other attributes stay', async () => {
  const umid = newUmid();
  await store.client.send(new PutCommand({ TableName: store.table, Item: { umid, note: 'by hand' } }));
  expect(await store.record(statusOf(umid, 'sent', 0))).toBe('recorded');
  expect(await store.read(umid)).toMatchObject({ state: 'sent', note: 'by hand', version: expect.any(Number) });
  expect(await store.record(statusOf(umid, 'delivered', 1))).toBe('recorded');
  expect(await store.read(umid)).toMatchObject({
    state: 'delivered',
    note: 'by hand',
    version: expect.any(Number),
  });
});

test.each<[name: string, foreign: Record<string, unknown>]>([
  ['a version as text', { version: '7' }],
  ['a version above 2^53', { version: BigInt(2) ** BigInt(60) }],
  ['a negative version', { version: -1 }],
  ['a version with a fraction', { version: 7.5 }],
  ['a list of versions', { version: [7] }],
  ['an expiry of 20 digits', { expiresAt: BigInt('12345678901234567890') }],
  ['an expiry as text', { expiresAt: 'never' }],
  ['a receive time of another type', { lastReceivedAt: 1 }],
  ['an order of another type', { statusOrder: 9 }],
  ['no order', { statusOrder: undefined }],
  ['names of other types', { batchId: undefined, subAccountId: 9, source: ['x'] }],
])('%s is replaced, and costs no receipt', async (_, foreign) => {
  const umid = newUmid();
  await store.record(statusOf(umid, 'sent', 1));
  const item = await store.read(umid);
  await store.client.send(new PutCommand({ TableName: store.table, Item: { ...item, ...foreign } }));
  expect(await store.record(statusOf(umid, 'delivered', 2))).toBe('recorded');
  expect(await store.record(statusOf(umid, 'queued', 0))).toBe('stale');
  expect(await store.record(statusOf(umid, 'queued', 0))).toBe('duplicate');
  expect(await store.read(umid)).toMatchObject({
    state: 'delivered',
    history: [{ state: 'queued' }, { state: 'sent' }, { state: 'delivered' }],
    version: expect.any(Number),
    expiresAt: START / 1000 + RETENTION_DAYS * 86_400,
    subAccountId: 'SubAccount-1',
    source: '8x8',
  });
});

test('an item that expires between the write and the merge is created again', async () => {
  const umid = newUmid();
  await store.record(statusOf(umid, 'delivered', 1));
  const { client, writer, table } = store;
  let failures = 0;
  const send = writer.send.bind(writer) as (command: unknown) => Promise<never>;
  jest.spyOn(writer, 'send').mockImplementation(async (command: unknown) => {
    try {
      return await send(command);
    } catch (error) {
      failures += 1;
      if (failures === 1) await client.send(new DeleteCommand({ TableName: table, Key: { umid } }));
      throw error;
    }
  });
  expect(await store.record(statusOf(umid, 'sent', 0))).toBe('recorded');
  jest.restoreAllMocks();
  expect(failures).toBeGreaterThan(0);
  expect(await store.read(umid)).toMatchObject({ state: 'sent', version: expect.any(Number) });
});
