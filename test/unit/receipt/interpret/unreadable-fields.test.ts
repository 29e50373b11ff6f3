import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { receiptOf, sampleReceiptOf, sampleWith, understood } from '../../../support/interpreted.ts';

/** Pointers to the documented fields that only describe the message. */
const FIELDS = [
  '/payload/batchId',
  '/payload/clientMessageId',
  '/payload/clientBatchId',
  '/payload/subAccountId',
  '/payload/source',
  '/payload/destination',
  '/payload/smsCount',
  '/payload/price',
  '/payload/status/detail',
  '/payload/status/errorCode',
  '/payload/status/errorMessage',
  '/payload/price/total',
  '/payload/price/perSms',
  '/payload/price/currency',
] as const;

/** Unknown fields that hold a value where a receipt keeps it. */
function extraWith(pointer: string, value: unknown): object {
  const [, , ...names] = pointer.split('/');
  return names.reduceRight((inner, name) => ({ [name]: inner }), value) as object;
}

describe('a field that only describes the message never costs the status', () => {
  test.each(FIELDS)('%s of another type is kept as an unknown field, and named', (pointer) => {
    for (const value of [true, ['x'], { a: 1 }, [[]]]) {
      const { receipt, unreadableFields } = understood(sampleWith(pointer, value));
      expect(receipt.extra).toEqual(extraWith(pointer, value));
      // A price with other fields is a price
      if (pointer === '/payload/price' && 'a' in Object(value)) continue;
      expect(unreadableFields).toEqual([pointer]);
      const without = receiptOf(sampleWith(pointer, null));
      expect({ ...receipt, extra: undefined }).toEqual({ ...without, extra: undefined });
    }
  });

  test('any value of any of them makes a receipt that keeps what it does not read', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELDS), fc.jsonValue(), (pointer, value) => {
        const { receipt, unreadableFields } = understood(sampleWith(pointer, value));
        expect(receipt).toMatchObject({ status: { state: 'undelivered', timestamp: '2016-01-01T00:00:00Z' } });
        expect([[], [pointer]]).toContainEqual(unreadableFields);
        if (unreadableFields.length > 0)
          expect({ ...receipt.extra, ...receipt }).toHaveProperty(receipt.extra ? 'extra' : 'extraText');
      }),
    );
  });

  test.each<[name: string, pointer: (typeof FIELDS)[number], value: unknown]>([
    ['an id too long for an index', '/payload/clientMessageId', 'é'.repeat(1025)],
    ['a batch id too long for an index', '/payload/batchId', 'x'.repeat(2049)],
    ['a destination too long for an index', '/payload/destination', 'é'.repeat(1025)],
    ['a number that JavaScript rounds as id', '/payload/clientMessageId', 2 ** 60],
    ['a fraction that JavaScript may have rounded as id', '/payload/clientMessageId', 0.1234567890123456],
    ['a negative count', '/payload/smsCount', -1],
    ['half a count, as text', '/payload/smsCount', '1.5'],
    ['a count of 2^53', '/payload/smsCount', 2 ** 53],
    ['a hexadecimal count', '/payload/smsCount', '0x3'],
    ['text for the price', '/payload/price', '0.0375 USD'],
    ['a number for the price', '/payload/price', 0.0375],
    ['an error code with a letter', '/payload/status/errorCode', 'E15'],
    ['half an error code', '/payload/status/errorCode', 1.5],
    ['NULL for the error code', '/payload/status/errorCode', 'NULL'],
    ['a decimal comma', '/payload/price/total', '0,0375'],
    ['a price with its currency', '/payload/price/perSms', '0.0125 USD'],
    ['a price that DynamoDB cannot hold', '/payload/price/total', 1e126],
    ['a price too near to zero for DynamoDB', '/payload/price/total', '1e-131'],
    ['an infinite price', '/payload/price/total', Number.POSITIVE_INFINITY],
    ['a number for the currency', '/payload/price/currency', 840],
  ])('%s is kept as an unknown field', (_, pointer, value) => {
    const { receipt, unreadableFields } = understood(sampleWith(pointer, value));
    expect(unreadableFields).toEqual([pointer]);
    expect(JSON.stringify([receipt.extra, receipt.extraText])).toContain(String(value).slice(0, 1000));
  });

  test.each<[name: string, pointer: (typeof FIELDS)[number], value: unknown, read: unknown]>([
    ['a number for an id', '/payload/clientMessageId', 4711, '4711'],
    ['a short code', '/payload/source', 80808, '80808'],
    ['a fraction for an id', '/payload/clientMessageId', 12.75, '12.75'],
    ['a negative fraction for an id', '/payload/clientMessageId', -12.75, '-12.75'],
    ['an id as long as an index takes', '/payload/clientMessageId', 'é'.repeat(1024), 'é'.repeat(1024)],
    ['a price of zero', '/payload/price/total', 0, 0],
    ['a number for the destination', '/payload/destination', 12025550293, '12025550293'],
    ['a destination with spaces', '/payload/destination', ' +12025550293\n', '+12025550293'],
    ['a number for the sub-account', '/payload/subAccountId', 17, '17'],
    ['a number for the message', '/payload/status/errorMessage', 15, '15'],
    ['a count as text with spaces', '/payload/smsCount', ' 3 ', 3],
    ['a count of none', '/payload/smsCount', '0', 0],
    ['an error code as text', '/payload/status/errorCode', '15', 15],
    ['a negative error code', '/payload/status/errorCode', '-1', -1],
    ['a price as text', '/payload/price/total', '0.0375', 0.0375],
    ['a price with an exponent', '/payload/price/perSms', '1.25e-2', 0.0125],
    ['a price with an exponent of two digits', '/payload/price/total', '12.5E10', 125e9],
    ['a price in all its digits', '/payload/price/total', '0.0123456789012345', 0.0123456789012345],
    ['a currency with spaces', '/payload/price/currency', ' USD\n', 'USD'],
    ['a detail with spaces', '/payload/status/detail', '\u00a0Rejected_By_Operator ', 'rejected_by_operator'],
  ])('%s is read', (_, pointer, value, read) => {
    const { receipt, unreadableFields } = understood(sampleWith(pointer, value));
    const { identity, status, extra } = receipt;
    expect({ ...identity, ...status, ...status.price }).toMatchObject({ [pointer.replace(/.*\//, '')]: read });
    expect({ unreadableFields, extra }).toEqual({ unreadableFields: [], extra: undefined });
  });

  test('a code or a number of spaces alone is absent', () => {
    const { status, extra } = receiptOf(sampleWith('/payload/status/detail', '  '));
    expect(status).not.toHaveProperty('detail');
    expect(extra).toBeUndefined();
    expect(receiptOf(sampleWith('/payload/destination', '  ')).identity).not.toHaveProperty('destination');
  });
});

test('space around codes is passed over, as case is', () => {
  const padded = sampleReceiptOf((b) => {
    b.namespace = ' sms ';
    b.eventType = 'Outbound_message_status_changed\n';
    b.payload.umid = ` ${b.payload.umid.toUpperCase()} `;
    Object.assign(b.payload.status, { state: 'Undelivered ', timestamp: ' 2016-01-01T00:00:00Z ' });
  });
  expect(padded).toEqual(sampleReceiptOf());
});

test('a field of the envelope never overwrites another one', () => {
  const { extra } = sampleReceiptOf((b) => {
    Object.assign(b, { trace: 1, 'envelope.trace': 2 });
    Object.assign(b.payload, { trace: 3 });
  });
  expect(Object.values(extra ?? {}).sort()).toEqual([1, 2, 3]);
});
