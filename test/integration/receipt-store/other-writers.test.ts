import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, jest, test } from '@jest/globals';
import { engine } from '../../support/engine.ts';
import { newUmid, statusOf, storeOn } from '../../support/store-on.ts';

const { endpoint } = engine;

describe('items that others wrote or deleted', () => {
  const store = storeOn(endpoint);

  describe('items that are not ours', () => {
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
  });
});
