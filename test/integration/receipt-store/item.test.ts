import { describe, expect, test } from '@jest/globals';
import { NotStorableError } from '../../../lambda/store/errors.ts';
import { type Body, SAMPLE_UMID } from '../../fixtures/samples.ts';
import { engines } from '../../support/engines.ts';
import { newUmid, RETENTION_DAYS, receiptOf, START, statusOf, storeOn } from '../../support/store-on.ts';

describe.each(engines)('the item of a message on $kind', ({ endpoint }) => {
  const store = storeOn(endpoint);

  test("the item of the vendor's sample has the attributes of the contract", async () => {
    await store.record(
      receiptOf((b) => (b.payload.country = 'SG')),
      0.5,
    );
    const entry = {
      state: 'undelivered',
      detail: 'rejected_by_operator',
      timestamp: '2016-01-01T00:00:00Z',
      errorCode: 15,
      errorMessage: 'Invalid destination',
      price: { total: 0.0375, perSms: 0.0125, currency: 'USD' },
      smsCount: 3,
      receivedAt: '2090-01-01T00:00:00.500Z',
      extra: { country: 'SG' },
    };
    expect(await store.read(SAMPLE_UMID)).toEqual({
      umid: SAMPLE_UMID,
      state: 'undelivered',
      detail: 'rejected_by_operator',
      statusTimestamp: '2016-01-01T00:00:00Z',
      errorCode: 15,
      errorMessage: 'Invalid destination',
      errorReason: 'Invalid destination',
      terminal: true,
      batchId: '3e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      clientMessageId: '1e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      clientBatchId: '2e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      subAccountId: 'SubAccount-1',
      source: '8x8',
      destination: '+12025550293',
      smsCount: 3,
      priceTotal: 0.0375,
      pricePerSms: 0.0125,
      priceCurrency: 'USD',
      history: [entry],
      extra: { country: 'SG' },
      firstReceivedAt: '2090-01-01T00:00:00.500Z',
      lastReceivedAt: '2090-01-01T00:00:00.500Z',
      expiresAt: START / 1000 + RETENTION_DAYS * 86_400,
      statusOrder: expect.stringMatching(/^3 2016-01-01T00:00:00 \[/),
      version: 1,
    });
  });

  test('a delivered after an undelivered has no error left', async () => {
    const umid = newUmid();
    await store.record(
      statusOf(umid, 'undelivered', 1, (b) =>
        Object.assign(b.payload.status, { errorCode: 1, errorMessage: 'x', detail: 'y' }),
      ),
    );
    await store.record(statusOf(umid, 'delivered', 2), 1);
    const item = await store.read(umid);
    expect(item).toMatchObject({ state: 'delivered', terminal: true, version: 2 });
    for (const attribute of ['errorCode', 'errorMessage', 'errorReason', 'detail'])
      expect(item).not.toHaveProperty(attribute);
  });

  test('a price keeps 15 digits, and a price without a part has no part of the older one', async () => {
    const umid = newUmid();
    const price = { total: 0.0123456789012345, perSms: 123456.789012345, currency: 'USD' };
    await store.record(statusOf(umid, 'queued', 0, (b) => (b.payload.price = price)));
    expect(await store.read(umid)).toMatchObject({ priceTotal: price.total, pricePerSms: price.perSms });
    await store.record(statusOf(umid, 'sent', 1, (b) => (b.payload.price = { total: 1, currency: 'EUR' })));
    expect(await store.read(umid)).toMatchObject({ priceTotal: 1, priceCurrency: 'EUR' });
    expect(await store.read(umid)).not.toHaveProperty('pricePerSms');
    await store.record(statusOf(umid, 'delivered', 2));
    expect(await store.read(umid)).toMatchObject({
      state: 'delivered',
      priceTotal: 1,
      priceCurrency: 'EUR',
      smsCount: 3,
    });
  });

  test('expiry follows the receive time of the current status', async () => {
    const umid = newUmid();
    const expiry = async () => (await store.read(umid))?.expiresAt;
    await store.record(statusOf(umid, 'sent', 1), 100);
    expect(await expiry()).toBe(START / 1000 + 100 + RETENTION_DAYS * 86_400);
    await store.record(statusOf(umid, 'queued', 0), 200);
    expect(await expiry()).toBe(START / 1000 + 100 + RETENTION_DAYS * 86_400);
    await store.record(statusOf(umid, 'delivered', 2), 300);
    expect(await expiry()).toBe(START / 1000 + 300 + RETENTION_DAYS * 86_400);
  });

  test('an unknown field of an older status stays where a newer one lacks it', async () => {
    const umid = newUmid();
    const withExtra = (extra: object) => (b: Body) => Object.assign(b.payload, extra);
    await store.record(statusOf(umid, 'queued', 0, withExtra({ country: 'SG', node: 1 })));
    await store.record(statusOf(umid, 'sent', 1, withExtra({ node: 2 })));
    await store.record(statusOf(umid, 'delivered', 2));
    expect((await store.read(umid))?.extra).toEqual({ country: 'SG', node: 2 });
  });

  test('an item that outgrows DynamoDB is told from a store that is not available', async () => {
    const umid = newUmid();
    const big = (minute: number) =>
      statusOf(umid, 'sent', minute, (b) => (b.payload.status.errorMessage = 'x'.repeat(60_000)));
    await expect(
      (async () => {
        for (let minute = 0; minute < 10; minute += 1) await store.record(big(minute));
      })(),
    ).rejects.toThrow(NotStorableError);
    expect((await store.read(umid))?.state).toBe('sent');
  });

  test('odd characters and names are stored as they came', async () => {
    const umid = newUmid();
    const odd = 'nul \0, \uffff, \u{1F600}, ';
    await store.record(
      statusOf(umid, 'sent', 0, (b) => {
        Object.assign(b.payload, { clientMessageId: odd, [odd]: odd, constructor: { constructor: 1 } });
        b.payload.status.errorMessage = odd;
      }),
    );
    expect(await store.read(umid)).toMatchObject({
      clientMessageId: odd,
      errorMessage: odd,
      extra: { [odd]: odd, constructor: { constructor: 1 } },
    });
  });
});
