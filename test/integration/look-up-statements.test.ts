import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExecuteStatementCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { type FreshTables, freshTables, isDynamoDbLocal } from '../support/engine.ts';
import { receiverOn } from '../support/receiver.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/look-up.md'), 'utf8');
const statements = [...PAGE.matchAll(/```sql\n(.*?)\n```/gs)].map(([, statement = '']) => statement);

(isDynamoDbLocal ? describe : describe.skip)('the PartiQL statements of docs/look-up.md', () => {
  let tables: FreshTables;
  beforeAll(async () => {
    tables = await freshTables();
    await receiverOn(tables).post({ body: RECEIPT_JSON });
  });
  afterAll(() => tables.client.destroy());

  test('are four', () => expect(statements).toHaveLength(4));

  test.each(statements)('%s', async (statement) => {
    const command = new ExecuteStatementCommand({
      Statement: statement.replaceAll('DeliveryReceipts', tables.receiptsTable),
    });
    expect((await tables.client.send(command)).Items).toMatchObject([{ umid: SAMPLE_UMID }]);
  });
});
