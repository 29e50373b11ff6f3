import { expect, test } from '@jest/globals';
import { NotStorableError } from '../../../lambda/store/errors.ts';
import { SAMPLE_UMID } from '../../fixtures/samples.ts';
import { sampleReceiptOf } from '../../support/interpreted.ts';
import { newUmid, RETENTION_DAYS, START, statusOf, storeOn } from '../../support/store-on.ts';

const store = storeOn();

test("the item of the vendor's sample has the attributes of the contract", async () => {
  await store.record(
    sampleReceiptOf((b) => (b.payload.country = 'SG')),
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
    statusOrder: '3!',
    version: 1,
  });
});

test('a price keeps 15 digits, and takes no part of an older price', async () => {
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

test.each([2 ** 53, 2 ** 60, 1e20, 1e21, 123456789012345e30, 9.9e125, 1e-130, 0.1, 0])(
  'a price of %d is stored as the number that JavaScript reads',
  async (total) => {
    const umid = newUmid();
    const priced = (state: string, minute: number) =>
      statusOf(umid, state, minute, (b) => {
        b.payload.price = { total, currency: 'USD' };
        b.payload.more = total;
      });
    expect(await store.record(priced('delivered', 1))).toBe('recorded');
    expect(await store.record(priced('delivered', 1))).toBe('duplicate');
    // Takes the merge, which reads the number back
    expect(await store.record(priced('sent', 0))).toBe('stale');
    const price = { total, currency: 'USD' };
    expect(await store.read(umid)).toMatchObject({
      priceTotal: total,
      extra: { more: total },
      history: [{ price }, { price }],
    });
  },
);

test("the receipt replaces the entry of the vendor's log, with all its data", async () => {
  const umid = newUmid();
  const logged = {
    ...statusOf(umid, 'delivered', 9, (b) => (b.payload.price = { total: 5, currency: 'USD' })),
    origin: 'vendor_log' as const,
  };
  const sent = statusOf(umid, 'sent', 1, (b) => delete b.payload.smsCount);
  expect(await store.record(sent)).toBe('recorded');
  expect(await store.record(logged, 5)).toBe('recorded');
  expect(await store.record(logged, 6)).toBe('duplicate');
  expect(await store.read(umid)).toMatchObject({
    state: 'delivered',
    priceTotal: 5,
    statusOrder: '~3!',
    history: [{ state: 'sent' }, { state: 'delivered', origin: 'vendor_log' }],
  });
  const delivered = statusOf(umid, 'delivered', 10, (b) => delete b.payload.smsCount);
  expect(await store.record(delivered, 7)).toBe('recorded');
  const item = await store.read(umid);
  expect(item).toMatchObject({
    statusOrder: '3!',
    history: [{ state: 'sent' }, { state: 'delivered' }],
  });
  expect(JSON.stringify(item)).not.toContain('vendor_log');
  for (const attribute of ['priceTotal', 'priceCurrency', 'smsCount']) expect(item).not.toHaveProperty(attribute);
  expect(await store.record(logged, 8)).toBe('duplicate');
});

test('an item that outgrows DynamoDB is not storable, not unavailable', async () => {
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

test('odd characters and names are stored unchanged', async () => {
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
