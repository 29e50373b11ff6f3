import { setTimeout } from 'node:timers/promises';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { startEngine } from '../../local/engine/start-engine.ts';
import { RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { isFull } from '../support/cases.ts';
import { freshTables, isDynamoDbLocal } from '../support/engine.ts';
import { receiverOn } from '../support/receiver.ts';

// Takes a Java process of its own, and engines.test.ts sees that TTL is on
(isDynamoDbLocal && isFull ? test : test.skip)('an item disappears when its retention is over', async () => {
  // A separate engine, because the search for expired items, about once a minute, takes longer with more tables
  const engine = await startEngine('dynamodb-local');
  const tables = await freshTables(engine.endpoint);
  const read = async () =>
    (
      await tables.client.send(
        new GetCommand({ TableName: tables.receiptsTable, Key: { umid: SAMPLE_UMID }, ConsistentRead: true }),
      )
    ).Item;
  const days90 = 90 * 86_400_000;
  const { post } = receiverOn(tables, { now: () => new Date(Date.now() - days90 - 60_000) });
  expect((await post({ body: RECEIPT_JSON })).statusCode).toBe(200);
  // If the item stays, the time limit of the test ends the loop
  while ((await read()) !== undefined) await setTimeout(500);
  tables.client.destroy();
  await engine.stop();
});
