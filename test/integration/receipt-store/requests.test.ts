import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../lambda/receipt/merge.ts';
import type { Body } from '../../fixtures/samples.ts';
import { engines } from '../../support/engines.ts';
import { newUmid, statusOf, storeOn } from '../../support/store-on.ts';

describe.each(engines)('requests of the store on $kind', ({ kind, endpoint }) => {
  const store = storeOn(endpoint);

  describe('requests', () => {
    const REPEATED = kind === 'dynalite' ? ['UpdateItemCommand', 'GetItemCommand'] : ['UpdateItemCommand'];

    test('one for each receipt of a life in order, unknown fields or not', async () => {
      const umid = newUmid();
      const withExtra = (b: Body): void =>
        Object.assign(b.payload, { country: 'SG', 'odd name': b.payload.status.state });
      for (const [minute, state] of ['queued', 'sent', 'delivered', 'read'].entries()) {
        expect(await store.requestsOf(() => store.record(statusOf(umid, state, minute, withExtra), minute))).toEqual([
          'UpdateItemCommand',
        ]);
      }
      expect(await store.read(umid)).toMatchObject({
        state: 'read',
        version: 4,
        extra: { country: 'SG', 'odd name': 'read' },
      });
    });

    test('a duplicate writes nothing', async () => {
      const umid = newUmid();
      await store.record(statusOf(umid, 'queued', 0));
      await store.record(statusOf(umid, 'sent', 1));
      const before = await store.read(umid);
      for (const state of ['queued', 'sent'] as const) {
        const again = statusOf(umid, state, state === 'queued' ? 0 : 1, (b) => (b.payload.source = 'other'));
        let outcome: Outcome | undefined;
        expect(await store.requestsOf(async () => (outcome = await store.record(again, 60)))).toEqual(REPEATED);
        expect(outcome).toBe('duplicate');
      }
      expect(await store.read(umid)).toEqual(before);
    });

    test('one more write for a late status, which goes to its place in the history', async () => {
      const umid = newUmid();
      await store.record(statusOf(umid, 'queued', 0));
      await store.record(statusOf(umid, 'delivered', 2));
      let outcome: Outcome | undefined;
      const sent = await store.requestsOf(async () => (outcome = await store.record(statusOf(umid, 'sent', 1), 9)));
      expect(sent).toEqual([...REPEATED, 'UpdateItemCommand']);
      expect(outcome).toBe('stale');
      const item = await store.read(umid);
      expect(item).toMatchObject({ state: 'delivered', version: 3, lastReceivedAt: '2090-01-01T00:00:09.000Z' });
      expect(item?.history).toMatchObject([{ state: 'queued' }, { state: 'sent' }, { state: 'delivered' }]);
    });
  });
});
