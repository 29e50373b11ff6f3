import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { searchTable } from '../../lookup/search-table.ts';
import { connectionTo, type FreshTables, freshTables } from '../support/engine.ts';

/** More than two requests of 1 MB. */
const ITEMS = 8;
const umidOf = (index: number) => `c0ffee0${index}-0000-4000-8000-000000000000`;

describe('a search without an index', () => {
  let tables: FreshTables;
  beforeAll(async () => {
    tables = await freshTables();
    for (let index = 0; index < ITEMS; index += 1) {
      const Item = {
        umid: umidOf(index),
        clientBatchId: 'offer',
        ...(index > 0 && { batchId: `batch-${index % 2}` }),
        extraText: 'x'.repeat(350_000),
      };
      await tables.client.send(new PutCommand({ TableName: tables.receiptsTable, Item }));
    }
  });
  afterAll(() => tables.client.destroy());

  it('finds the batches with an id of the sender, and messages of none', async () => {
    const found = await searchTable(connectionTo(tables), { clientBatchId: ' offer', umidStart: undefined });
    expect(found).toEqual({
      umids: [umidOf(0)],
      batchIds: expect.arrayContaining(['batch-0', 'batch-1']),
      isComplete: true,
    });
    expect(found.batchIds).toHaveLength(2);
  });

  it('finds umids by their first digits', async () => {
    const found = await searchTable(connectionTo(tables), { clientBatchId: 'c0ffee03', umidStart: 'c0ffee03' });
    expect(found).toEqual({ umids: [umidOf(3)], batchIds: [], isComplete: true });
  });

  it('says that it has read only a part of a large table', async () => {
    const found = await searchTable(connectionTo(tables), { clientBatchId: 'none', umidStart: undefined }, 1);
    expect(found).toEqual({ umids: [], batchIds: [], isComplete: false });
  });
});
