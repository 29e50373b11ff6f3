import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Network } from '../../../contract/receipt-item.ts';
import { type AddNetwork, createAddNetwork } from '../../../lambda/store/receipt-store.ts';
import { newUmid, RETENTION_DAYS, statusOf, storeOn } from '../../support/store-on.ts';

describe('adding country and operator', () => {
  const store = storeOn();
  let addNetwork: (umid: string, network: Network) => ReturnType<AddNetwork>;
  beforeAll(() => {
    const add = createAddNetwork(store.writer, { table: store.table, retentionDays: RETENTION_DAYS });
    addNetwork = (umid, network) => add(umid, network, new AbortController().signal);
  });

  const recorded = async () => {
    const umid = newUmid();
    await store.record(statusOf(umid, 'sent', 0));
    return umid;
  };

  test('takes one request for an item that has neither, and changes nothing else', async () => {
    const umid = await recorded();
    const before = await store.read(umid);
    const requests = await store.requestsOf(() => addNetwork(umid, { country: 'PH', operator: '515-02' }));
    expect(requests).toEqual(['UpdateItemCommand']);
    expect(await store.read(umid)).toEqual({
      ...before,
      country: 'PH',
      operator: '515-02',
      version: Number(before?.version) + 1,
    });
  });

  const PH: Network = { country: 'PH', operator: '515-02' };
  const SG: Network = { country: 'SG', operator: '525-01' };
  test.each<[what: string, added: Network[], result: Network, writes: number]>([
    ['a part, then the rest', [{ country: 'PH' }, { operator: '515-02' }], PH, 2],
    ['the same again', [PH, PH], PH, 1],
    ['a greater one', [PH, SG], SG, 2],
    ['a lesser one', [SG, PH], SG, 1],
  ])('follows the merge: %s', async (_, added, result, writes) => {
    const umid = await recorded();
    const before = await store.read(umid);
    for (const network of added) await addNetwork(umid, network);
    expect(await store.read(umid)).toMatchObject({ ...result, version: Number(before?.version) + writes });
  });

  test('later receipts keep it', async () => {
    const umid = await recorded();
    await addNetwork(umid, PH);
    await store.record(statusOf(umid, 'delivered', 1), 1);
    await store.record(statusOf(umid, 'queued', 0), 2);
    expect(await store.read(umid)).toMatchObject({ ...PH, state: 'delivered' });
  });

  test('makes no item', async () => {
    const umid = newUmid();
    await addNetwork(umid, PH);
    expect(await store.read(umid)).toBeUndefined();
  });

  test('leaves an item of something else alone', async () => {
    const item = { umid: newUmid(), note: 'not a message' };
    await store.client.send(new PutCommand({ TableName: store.table, Item: item }));
    await addNetwork(item.umid, PH);
    expect(await store.read(item.umid)).toEqual(item);
  });
});
