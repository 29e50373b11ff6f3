import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createStores } from '../../lambda/store/create-stores.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { RECEIPT_JSON, SAMPLE_UMID, sampleReceipt } from '../fixtures/samples.ts';
import { engine, type FreshTables, freshTables } from '../support/engine.ts';
import { type FaultyProxy, faultyProxy } from '../support/faulty-proxy.ts';
import { RETENTION, receiverOn } from '../support/receiver.ts';

describe('while DynamoDB fails', () => {
  let direct: FreshTables;
  let proxy: FaultyProxy;
  let tables: FreshTables;

  beforeAll(async () => {
    direct = await freshTables();
    proxy = await faultyProxy(engine.endpoint);
    tables = { ...direct, client: localClient(proxy.endpoint) };
  });
  afterEach(() => {
    proxy.fault = 'none';
  });
  afterAll(async () => {
    tables.client.destroy();
    direct.client.destroy();
    await proxy.close();
  });

  test.each(['refuse', 'hang', 'throttled', 'server-error'] as const)(
    '%s: without a queue the answer is 503 for receipts and for bodies to set aside, and 200 after the fault',
    async (fault) => {
      let waitedMs = 0;
      const now = () => new Date(Date.now() + waitedMs);
      // With the time limit of the deployed handler
      const stores = createStores(tables.client, { ...tables, ...RETENTION, now });
      const { post } = receiverOn(tables, { now, ...stores });
      proxy.fault = fault;
      const answers = await Promise.all([post({ body: RECEIPT_JSON }), post({ body: '{}' })]);
      for (const answer of answers) {
        expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': expect.any(String) } });
      }
      proxy.fault = 'none';
      // If the circuit breaker has opened, the next probe is due
      waitedMs = 15_000;
      expect((await post({ body: RECEIPT_JSON })).statusCode).toBe(200);
    },
  );

  test.each(['cut-before-answer', 'cut-within-answer'] as const)(
    '%s: a write that was applied counts as a success, and is not repeated',
    async (fault) => {
      const umid = fault === 'cut-before-answer' ? SAMPLE_UMID.replace('9', 'a') : SAMPLE_UMID.replace('9', 'b');
      const faults = [fault];
      proxy.fault = () => faults.shift() ?? 'none';
      const answer = await receiverOn(tables).post({ body: sampleReceipt((b) => (b.payload.umid = umid)) });
      expect(answer.statusCode).toBe(200);
      const { Item } = await direct.client.send(new GetCommand({ TableName: direct.receiptsTable, Key: { umid } }));
      expect(Item).toMatchObject({ history: [{ state: 'undelivered' }] });
    },
  );
});
