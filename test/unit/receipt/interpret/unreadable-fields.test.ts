import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { interpret } from '../../../../lambda/receipt/interpret.ts';
import { type Body, sampleReceipt } from '../../../fixtures/samples.ts';
import { receiptOf } from '../../../support/interpreted.ts';

/** The documented fields that only describe the message, with the object of the payload that has them. */
const FIELDS = [
  ['', 'batchId'],
  ['', 'clientMessageId'],
  ['', 'clientBatchId'],
  ['', 'subAccountId'],
  ['', 'source'],
  ['', 'destination'],
  ['', 'smsCount'],
  ['', 'price'],
  ['status', 'detail'],
  ['status', 'errorCode'],
  ['status', 'errorMessage'],
  ['price', 'total'],
  ['price', 'perSms'],
  ['price', 'currency'],
] as const;
const pointer = (part: string, field: string) => `/payload${part && `/${part}`}/${field}`;

function sampleWith(part: string, field: string, value: unknown): Body {
  return sampleReceipt(({ payload }) => {
    (part === '' ? payload : payload[part])[field] = value;
  });
}

function understood(body: unknown) {
  const meaning = interpret(body);
  if (meaning.kind !== 'receipt') throw new Error(JSON.stringify(meaning));
  return meaning;
}

describe('a field that only describes the message never costs the status', () => {
  test.each(FIELDS)('%s %s of another type is kept as an unknown field, and named', (part, field) => {
    for (const value of [true, ['x'], { a: 1 }, [[]]]) {
      const { receipt, unreadableFields } = understood(sampleWith(part, field, value));
      if (field === 'price' && !Array.isArray(value) && typeof value === 'object') {
        expect(receipt.extra).toEqual({ price: value });
        continue;
      }
      expect(unreadableFields).toEqual([pointer(part, field)]);
      expect(receipt.extra).toEqual(part === '' ? { [field]: value } : { [part]: { [field]: value } });
      const without = receiptOf(sampleWith(part, field, null));
      expect({ ...receipt, extra: undefined }).toEqual({ ...without, extra: undefined });
    }
  });

  test('any value of any of them makes a receipt that keeps what it does not read', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELDS), fc.jsonValue(), ([part, field], value) => {
        const { receipt, unreadableFields } = understood(sampleWith(part, field, value));
        expect(receipt).toMatchObject({ status: { state: 'undelivered', timestamp: '2016-01-01T00:00:00Z' } });
        expect([[], [pointer(part, field)]]).toContainEqual(unreadableFields);
        if (unreadableFields.length > 0)
          expect({ ...receipt.extra, ...receipt }).toHaveProperty(receipt.extra ? 'extra' : 'extraText');
      }),
    );
  });

  test.each<[name: string, part: string, field: string, value: unknown]>([
    ['an id too long for an index', '', 'clientMessageId', 'é'.repeat(1025)],
    ['a batch id too long for an index', '', 'batchId', 'x'.repeat(2049)],
    ['a destination too long for an index', '', 'destination', 'é'.repeat(1025)],
    ['a number that JavaScript rounds as id', '', 'clientMessageId', 2 ** 60],
    ['a negative count', '', 'smsCount', -1],
    ['half a count, as text', '', 'smsCount', '1.5'],
    ['a count of 2^53', '', 'smsCount', 2 ** 53],
    ['a hexadecimal count', '', 'smsCount', '0x3'],
    ['text for the price', '', 'price', '0.0375 USD'],
    ['a number for the price', '', 'price', 0.0375],
    ['an error code with a letter', 'status', 'errorCode', 'E15'],
    ['half an error code', 'status', 'errorCode', 1.5],
    ['NULL for the error code', 'status', 'errorCode', 'NULL'],
    ['a decimal comma', 'price', 'total', '0,0375'],
    ['a price with its currency', 'price', 'perSms', '0.0125 USD'],
    ['a price that DynamoDB cannot hold', 'price', 'total', 1e126],
    ['a price too near to zero for DynamoDB', 'price', 'total', '1e-131'],
    ['an infinite price', 'price', 'total', Number.POSITIVE_INFINITY],
    ['a number for the currency', 'price', 'currency', 840],
  ])('%s is kept as an unknown field', (_, part, field, value) => {
    const { receipt, unreadableFields } = understood(sampleWith(part, field, value));
    expect(unreadableFields).toEqual([pointer(part, field)]);
    const kept = JSON.stringify([receipt.extra, receipt.extraText]);
    expect(kept).toContain(String(value).slice(0, 1000));
  });

  test.each<[name: string, part: string, field: string, value: unknown, read: unknown]>([
    ['a number for an id', '', 'clientMessageId', 4711, '4711'],
    ['a short code', '', 'source', 80808, '80808'],
    ['a number for the destination', '', 'destination', 12025550293, '12025550293'],
    ['a number for the sub-account', '', 'subAccountId', 17, '17'],
    ['a number for the message', 'status', 'errorMessage', 15, '15'],
    ['a count as text with spaces', '', 'smsCount', ' 3 ', 3],
    ['an error code as text', 'status', 'errorCode', '15', 15],
    ['a price as text', 'price', 'total', '0.0375', 0.0375],
    ['a currency with spaces', 'price', 'currency', ' USD\n', 'USD'],
    ['a detail with spaces', 'status', 'detail', '\u00a0Rejected_By_Operator ', 'rejected_by_operator'],
  ])('%s is read', (_, part, field, value, read) => {
    const { receipt, unreadableFields } = understood(sampleWith(part, field, value));
    const { umid, identity, status } = receipt;
    expect({ ...identity, ...status, ...status.price }).toMatchObject({ [field]: read });
    expect({ umid, unreadableFields, extra: receipt.extra }).toEqual({ umid, unreadableFields: [], extra: undefined });
  });

  test('a code of spaces alone is absent', () => {
    const { receipt } = understood(sampleWith('status', 'detail', '  '));
    expect(receipt.status).not.toHaveProperty('detail');
    expect(receipt.extra).toBeUndefined();
  });

  test('all of them together are named, and none of the values', () => {
    const secret = '+12025550293';
    const { unreadableFields } = understood(
      sampleReceipt(({ payload }) => {
        for (const [part, field] of FIELDS)
          if (part !== 'price') (part === '' ? payload : payload[part])[field] = [secret];
      }),
    );
    expect(unreadableFields.toSorted()).toEqual(
      FIELDS.filter(([part]) => part !== 'price')
        .map(([part, field]) => pointer(part, field))
        .sort(),
    );
  });
});

test('space around codes is passed over, as case is', () => {
  const padded = sampleReceipt((b) => {
    b.namespace = ' sms ';
    b.eventType = 'Outbound_message_status_changed\n';
    b.payload.umid = ` ${b.payload.umid.toUpperCase()} `;
    Object.assign(b.payload.status, { state: 'Undelivered ', timestamp: ' 2016-01-01T00:00:00Z ' });
  });
  expect(understood(padded).receipt).toEqual(receiptOf(sampleReceipt()));
});

test('a field of the envelope never overwrites another one', () => {
  const { extra } = receiptOf(
    sampleReceipt((b) => {
      Object.assign(b, { trace: 1, 'envelope.trace': 2 });
      Object.assign(b.payload, { trace: 3 });
    }),
  );
  expect(Object.values(extra ?? {}).sort()).toEqual([1, 2, 3]);
});

test('fields with names of the language are data', () => {
  const body = sampleReceipt();
  body.payload = JSON.parse(
    JSON.stringify(body.payload).replace(/}$/, ',"__proto__":{"polluted":1},"constructor":"x"}'),
  );
  const { receipt } = understood(body);
  expect(receipt).toMatchObject({ extra: { constructor: 'x' }, extraText: '{"__proto__":{"polluted":1}}' });
  expect({}).not.toHaveProperty('polluted');
});
