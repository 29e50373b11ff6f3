import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../lambda/receipt/merge.ts';
import type { Body } from '../../fixtures/samples.ts';
import { isDynamoDbLocal } from '../../support/engine.ts';
import { newUmid, statusOf, storeOn } from '../../support/store-on.ts';

const DAY = 86_400;

describe('requests of the store', () => {
  const store = storeOn();

  const REPEATED = isDynamoDbLocal ? ['UpdateItemCommand'] : ['UpdateItemCommand', 'GetItemCommand'];

  test('one for each receipt of a life in order, whatever unknown fields and versions the receipts have', async () => {
    const umid = newUmid();
    const more: Record<string, (b: Body) => void> = {
      queued: (b) => Object.assign(b.payload, { outboundContent: { channel: 'sms' }, country: 'SG', 'odd name': 1 }),
      sent: (b) => (b.payload.node = 1),
      delivered: () => undefined,
      read: (b) => (b.payload[''] = 1),
    };
    for (const [minute, [state, change]] of Object.entries(more).entries()) {
      const receipt = statusOf(umid, state, minute, (b) => {
        b.version = 7;
        change(b);
      });
      expect(await store.requestsOf(() => store.record(receipt, minute))).toEqual(['UpdateItemCommand']);
    }
    expect(await store.read(umid)).toMatchObject({
      state: 'read',
      version: 4,
      formatVersion: 7,
      extraText: '{"":1}',
    });
  });

  test('a duplicate with names that were missing adds only these', async () => {
    const umid = newUmid();
    await store.record(
      statusOf(umid, 'queued', 0, (b) => {
        delete b.payload.destination;
        delete b.payload.clientMessageId;
      }),
    );
    const before = await store.read(umid);
    const full = statusOf(umid, 'queued', 0, (b) => (b.version = 9));
    let outcome: Outcome | undefined;
    const sent = await store.requestsOf(async () => (outcome = await store.record(full, 60, 200 * DAY)));
    expect(sent).toEqual([...REPEATED, 'UpdateItemCommand']);
    expect(outcome).toBe('duplicate');
    const { destination, clientMessageId } = full.identity;
    expect(await store.read(umid)).toEqual({ ...before, destination, clientMessageId, version: 2 });
    expect(await store.requestsOf(() => store.record(full, 70))).toEqual(REPEATED);
  });

  test('one more write if the expiry would move backwards, which does not change it', async () => {
    const umid = newUmid();
    await store.record(statusOf(umid, 'queued', 0), 0, 200 * DAY);
    const expiry = (await store.read(umid))?.expiresAt;
    const sent = await store.requestsOf(() => store.record(statusOf(umid, 'sent', 1), 60));
    expect(sent).toEqual([...REPEATED, 'UpdateItemCommand']);
    expect(await store.read(umid)).toMatchObject({ state: 'sent', expiresAt: expiry });
  });
});
