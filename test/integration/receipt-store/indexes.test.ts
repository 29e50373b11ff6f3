import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { Body } from '../../fixtures/samples.ts';
import { engine } from '../../support/engine.ts';
import { newUmid, statusOf, storeOn } from '../../support/store-on.ts';

const { endpoint } = engine;

describe('the indexes', () => {
  const store = storeOn(endpoint);

  describe('indexes', () => {
    const query = async (index: string, key: string, value: string) =>
      (
        await store.client.send(
          new QueryCommand({
            TableName: store.table,
            IndexName: index,
            KeyConditionExpression: '#key = :value',
            ExpressionAttributeNames: { '#key': key },
            ExpressionAttributeValues: { ':value': value },
            ScanIndexForward: false,
          }),
        )
      ).Items;

    test('find a message by its client id, those to a number newest first, and those of a batch with their states', async () => {
      const [older, newer] = [newUmid(), newUmid()];
      const own = (umid: string) => (b: Body) =>
        Object.assign(b.payload, { clientMessageId: `id-${umid}`, destination: '+6500000000', batchId: 'batch' });
      await store.record(statusOf(older, 'delivered', 0, own(older)), 1);
      await store.record(
        statusOf(newer, 'undelivered', 0, (b) => {
          own(newer)(b);
          b.payload.status.errorCode = 1;
        }),
        2,
      );
      expect(await query('byClientMessageId', 'clientMessageId', `id-${older}`)).toEqual([
        { umid: older, clientMessageId: `id-${older}` },
      ]);
      expect(await query('byDestination', 'destination', '+6500000000')).toMatchObject([
        { umid: newer },
        { umid: older },
      ]);
      expect(await query('byBatchId', 'batchId', 'batch')).toEqual([
        {
          umid: newer,
          batchId: 'batch',
          state: 'undelivered',
          statusTimestamp: '2090-01-01T00:00:00.000Z',
          errorCode: 1,
        },
        { umid: older, batchId: 'batch', state: 'delivered', statusTimestamp: '2090-01-01T00:00:00.000Z' },
      ]);
    });

    test('leave out a message whose field is absent or empty', async () => {
      const umid = newUmid();
      const empty = (b: Body) => Object.assign(b.payload, { clientMessageId: '', destination: null, batchId: '' });
      expect(await store.record(statusOf(umid, 'sent', 0, empty))).toBe('recorded');
      expect(await store.read(umid)).not.toHaveProperty('clientMessageId');
    });
  });
});
