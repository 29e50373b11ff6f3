import { describe, expect, test } from '@jest/globals';
import { type Interpretation, interpret } from '../../../lambda/receipt/interpret.ts';
import type { Receipt } from '../../../lambda/receipt/message.ts';
import { toReceiptLog } from '../../../lambda/telemetry/request-log.ts';
import { type Body, SAMPLE_UMID, sampleReceipt } from '../../fixtures/samples.ts';

/** Half a minute after the sample's status. */
const RECEIVED_AT = new Date('2016-01-01T00:00:30.500Z');

function receiptOf(change?: (body: Body) => void): Receipt {
  const meaning: Interpretation = interpret(sampleReceipt(change));
  if (meaning.kind !== 'receipt') throw new Error(JSON.stringify(meaning));
  return meaning.receipt;
}
const lineOf = (change?: (body: Body) => void) => toReceiptLog(receiptOf(change), RECEIVED_AT);

test('the sample is logged without personal data', () => {
  expect(lineOf()).toEqual({
    umid: SAMPLE_UMID,
    state: 'undelivered',
    delivered: 0,
    errorCode: 15,
    subAccountId: 'SubAccount-1',
    lagMs: 30_500,
  });
});

test.each([
  ['sent', 'sent'],
  ['unknown', 'unknown'],
  ['Sent', 'sent'],
  ['seen', 'not_documented'],
  ['+12025550293', 'not_documented'],
  ['constructor', 'not_documented'],
])('state %s is logged as %s', (state, logged) => {
  expect(lineOf((body) => Object.assign(body.payload.status, { state }))).toMatchObject({ state: logged });
});

test.each([
  ['queued', undefined, undefined],
  ['sent', undefined, undefined],
  ['delivered', 'delivered_to_operator', undefined],
  ['delivered', 'delivered_to_recipient', 1],
  ['delivered', undefined, 1],
  ['undelivered', 'rejected_by_operator', 0],
  ['rejected', undefined, 0],
  ['failed', undefined, 0],
  ['read', undefined, undefined],
  ['seen', undefined, undefined],
])('state %s, detail %s: its part of the delivery rate is %p', (state, detail, delivered) => {
  const line = lineOf((body) => Object.assign(body.payload.status, { state, detail }));
  expect(line.delivered).toBe(delivered);
});

test.each([
  ['SubAccount-1', 'SubAccount-1'],
  ['a.b_c&d-9', 'a.b_c&d-9'],
  ['12025550293', undefined],
  ['+12025550293', undefined],
  ['1-202-555-0293', undefined],
  ['1.202.555.0293', undefined],
  ['001_202_5550293', undefined],
  ['1202&5550293', undefined],
  ['+1 202 555 0293', undefined],
  ['(202)5550293', undefined],
  ['Shop-12025550293', undefined],
  ['12025550293x', undefined],
  ['a.1-202-555-0293.b', undefined],
  ['Acme_1_2_0_2_5_5_5', undefined],
  ['0', undefined],
  ['---', undefined],
  ['Acme_2025', 'Acme_2025'],
  ['ab', undefined],
  ['x'.repeat(51), undefined],
  ['two words', undefined],
])('sub-account %s is logged as %s', (subAccountId, logged) => {
  expect(lineOf((body) => Object.assign(body.payload, { subAccountId })).subAccountId).toBe(logged);
});

test.each([
  [15, 15],
  [0, 0],
  [9_999, 9_999],
  [-9_999, -9_999],
  [10_000, undefined],
  [-10_000, undefined],
  [12_025_550_293, undefined],
  [-12_025_550_293, undefined],
])('error code %i is logged as %s', (errorCode, logged) => {
  expect(lineOf((body) => Object.assign(body.payload.status, { errorCode })).errorCode).toBe(logged);
});

test('the time to delivery is logged if it is known', () => {
  expect(lineOf()).not.toHaveProperty('deliveryMs');
  expect(toReceiptLog(receiptOf(), RECEIVED_AT, 0)).toMatchObject({ deliveryMs: 0 });
});

describe('lag', () => {
  test.each([
    ['2016-01-01T00:00:30Z', 500],
    ['2016-01-01T00:00:30.4999999Z', 1],
    ['2016-01-01T01:00:29.5+01:00', 1000],
    ['2016-01-01T00:01:00Z', 0],
  ])('of a status of %s is %i ms', (timestamp, lagMs) => {
    expect(lineOf((body) => Object.assign(body.payload.status, { timestamp })).lagMs).toBe(lagMs);
  });
});

test('a test message has no lag and no time to delivery; no sub-account of 8x8 is one', () => {
  const of = (subAccountId: string) => receiptOf((body) => Object.assign(body.payload, { subAccountId }));
  const sent = toReceiptLog(of('test:SubAccount-1'), RECEIVED_AT, 1000);
  expect(Object.keys(sent)).not.toContain('lagMs');
  expect(Object.keys(sent)).not.toContain('deliveryMs');
  for (const subAccountId of ['SubAccount-1', 'test', 'test.a', 'a-test'])
    expect(toReceiptLog(of(subAccountId), RECEIVED_AT, 1000)).toMatchObject({ lagMs: 30_500, deliveryMs: 1000 });
});
