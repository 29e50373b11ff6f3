import { expect, test } from '@jest/globals';
import type { ReceiptItem } from '../../../contract/receipt-item.ts';
import { PROBE_SUB_ACCOUNT } from '../../../contract/test-message.ts';
import { statusChanged } from '../../../lambda/publish/events.ts';
import { type Body, SAMPLE_UMID } from '../../fixtures/samples.ts';
import { sampleReceiptOf } from '../../support/interpreted.ts';
import { itemsAfterEachWrite } from '../../support/items.ts';

const RECEIVED_AT = '2026-01-01T00:00:00.000Z';

const itemOf = (change?: (body: Body) => void) =>
  itemsAfterEachWrite([sampleReceiptOf(change)], RECEIVED_AT)[0] as ReceiptItem;

const ITEM = itemOf();

test('the first receipt of a message publishes all its data except phone number and sender', () => {
  expect(statusChanged(undefined, ITEM)).toEqual({
    source: 'sms-receipts',
    'detail-type': 'SMS Status Changed',
    time: RECEIVED_AT,
    detail: {
      version: 1,
      id: `${SAMPLE_UMID}:1`,
      umid: SAMPLE_UMID,
      state: 'undelivered',
      detail: 'rejected_by_operator',
      terminal: true,
      statusTimestamp: '2016-01-01T00:00:00Z',
      receivedAt: RECEIVED_AT,
      subAccountId: 'SubAccount-1',
      batchId: '3e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      clientMessageId: '1e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      clientBatchId: '2e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      country: 'US',
      errorCode: 15,
      errorReason: ITEM.errorReason,
      smsCount: 3,
      price: { total: 0.0375, perSms: 0.0125, currency: 'USD' },
    },
  });
});

test('the setting eventFields adds the phone number and the sender', () => {
  expect(statusChanged(undefined, ITEM, ['destination'])?.detail).toMatchObject({ destination: '+12025550293' });
  expect(statusChanged(undefined, ITEM, ['destination'])?.detail).not.toHaveProperty('source');
  expect(statusChanged(undefined, ITEM, ['destination', 'source'])?.detail).toMatchObject({ source: ITEM.source });
});

test('a field without a value is absent', () => {
  const item = itemOf((body) => {
    body.payload = { umid: SAMPLE_UMID, status: { state: 'sent', timestamp: '2016-01-01T00:00:00Z' } };
  });
  expect(Object.keys(statusChanged(undefined, item, ['destination', 'source'])?.detail ?? {}).sort()).toEqual(
    ['country', 'id', 'receivedAt', 'state', 'statusTimestamp', 'terminal', 'umid', 'version'].sort(),
  );
});

test('the country is that of the log; without it that of the number; never absent', () => {
  const countryIn = (change: object) => statusChanged(undefined, { ...ITEM, ...change })?.detail;
  expect(countryIn({ country: 'PR', operator: '330-11' })).toMatchObject({ country: 'PR', operator: '330-11' });
  expect(countryIn({ destination: '+639171234567' })).toMatchObject({ country: 'PH' });
  expect(countryIn({ destination: undefined })).toMatchObject({ country: 'unknown' });
});

test.each<[string, Partial<ReceiptItem>]>([
  ['a new state', { state: 'delivered' }],
  ['a new detail', { detail: 'invalid_destination' }],
  ['a detail that disappears', { detail: undefined as never }],
  ['a state that is terminal now', { terminal: false }],
])('%s is published with the previous state', (_, before) => {
  const event = statusChanged({ ...ITEM, ...before }, { ...ITEM, version: 4 });
  expect(event?.detail).toMatchObject({ id: `${SAMPLE_UMID}:4`, previousState: before.state ?? 'undelivered' });
});

test.each<[string, Partial<ReceiptItem>]>([
  ['a stale receipt, which only adds to the history', { history: [], version: 1, lastReceivedAt: RECEIVED_AT }],
  ['a new timestamp alone', { statusTimestamp: '2015-01-01T00:00:00Z' }],
  ['a new error code alone', { errorCode: 1 }],
  ['a name of the message that was missing', { clientMessageId: undefined as never }],
  ['a later expiry', { expiresAt: 1 }],
])('%s publishes nothing', (_, before) => {
  expect(statusChanged({ ...ITEM, ...before }, { ...ITEM, version: 2 })).toBeUndefined();
});

test('an expiry or an erasure publishes nothing', () => {
  expect(statusChanged(ITEM, undefined)).toBeUndefined();
});

test('a probe publishes nothing', () => {
  const item = itemOf(({ payload }) => Object.assign(payload, { subAccountId: PROBE_SUB_ACCOUNT }));
  expect(statusChanged(undefined, item)).toBeUndefined();
});

test('a reconciled status is marked as reconciled', () => {
  const history = [{ ...ITEM.history[0], origin: 'vendor_log' }] as unknown as ReceiptItem['history'];
  expect(statusChanged(undefined, { ...ITEM, history })?.detail).toMatchObject({ origin: 'vendor_log' });
});

test.each(['umid', 'state', 'statusTimestamp', 'version'] as const)(
  'an item without %s, which the receiver did not write, publishes nothing',
  (name) => {
    expect(statusChanged(undefined, { ...ITEM, [name]: undefined })).toBeUndefined();
  },
);

test('an item without a history takes the time of the newest receipt', () => {
  const { history: _, ...item } = ITEM;
  expect(statusChanged(undefined, { ...item, lastReceivedAt: '2026-02-01T00:00:00.000Z' })?.time).toBe(
    '2026-02-01T00:00:00.000Z',
  );
});
