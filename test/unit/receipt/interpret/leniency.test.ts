import { describe, expect, test } from '@jest/globals';
import { IDENTITY_FIELDS } from '../../../../contract/receipt-item.ts';
import { SAMPLE_UMID, sampleReceipt } from '../../../fixtures/samples.ts';
import { receiptOf, sampleWith, understood } from '../../../support/interpreted.ts';

describe('lenient', () => {
  const absent = sampleReceipt((b) => {
    for (const field of [...IDENTITY_FIELDS, 'price', 'smsCount']) delete b.payload[field];
    for (const field of ['detail', 'errorCode', 'errorMessage']) delete b.payload.status[field];
    delete b.description;
  });

  test.each([
    ['null', null],
    ['an empty text', ''],
  ])('%s means absent', (_, nothing) => {
    const blank = sampleReceipt((b) => {
      for (const field of Object.keys(b.payload)) if (!['umid', 'status'].includes(field)) b.payload[field] = nothing;
      for (const field of ['detail', 'errorCode', 'errorMessage']) b.payload.status[field] = nothing;
      b.payload.unknown = nothing;
      b.payload.status.unknown = nothing;
      b.description = nothing;
    });
    expect(receiptOf(blank)).toEqual(receiptOf(absent));
    expect(receiptOf(blank)).toEqual({
      umid: SAMPLE_UMID,
      identity: {},
      status: { state: 'undelivered', timestamp: '2016-01-01T00:00:00Z' },
    });
  });

  test.each<[name: string, version: unknown, kept: object]>([
    ['a number', 7, { formatVersion: 7 }],
    ['a number as text', '7', { formatVersion: 7 }],
    ['text', 'v7', { extra: { version: 'v7' } }],
    ['a fraction', 7.5, { extra: { version: 7.5 } }],
    ['an object', { major: 7 }, { extra: { version: { major: 7 } } }],
  ])('no version of the envelope makes the receipt invalid: %s', (_, version, kept) => {
    const { receipt, unreadableFields } = understood(sampleWith('/version', version));
    const { umid, identity, status, ...supplement } = receipt;
    expect(supplement).toEqual(kept);
    expect(unreadableFields).toEqual('extra' in kept ? ['/version'] : []);
  });

  test.each([
    ['an empty price', {}],
    ['a price of nulls', { total: null, perSms: '', currency: null }],
  ])('%s is absent', (_, price) => {
    expect(understood(sampleWith('/payload/price', price))).toEqual({
      kind: 'receipt',
      receipt: receiptOf(sampleWith('/payload/price', undefined)),
      unreadableFields: [],
    });
  });
});
