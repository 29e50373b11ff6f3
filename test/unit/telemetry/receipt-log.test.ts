import { expect, test } from '@jest/globals';
import { toReceiptLog } from '../../../lambda/telemetry/request-log.ts';
import { type Body, SAMPLE_UMID } from '../../fixtures/samples.ts';
import { sampleReceiptOf } from '../../support/interpreted.ts';

/** Half a minute after the sample's status. */
const RECEIVED_AT = new Date('2016-01-01T00:00:30.500Z');

const lineOf = (change?: (body: Body) => void) => toReceiptLog(sampleReceiptOf(change), RECEIVED_AT);

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
  ['Sent', 'sent'],
  ['seen', 'not_documented'],
  ['+12025550293', 'not_documented'],
  ['constructor', 'not_documented'],
])('state %s is logged as %s', (state, logged) => {
  expect(lineOf((body) => Object.assign(body.payload.status, { state }))).toMatchObject({ state: logged });
});

/** By its outcome, of which the tests of the order have all states. */
test.each([
  ['sent', undefined],
  ['delivered', 1],
  ['undelivered', 0],
  // Its `delivered` was counted before
  ['read', undefined],
])('state %s: its part of the delivery rate is %p', (state, delivered) => {
  expect(lineOf((body) => (body.payload.status.state = state)).delivered).toBe(delivered);
});

test.each([
  ['SubAccount-1', 'SubAccount-1'],
  ['a.b_c&d-9', 'a.b_c&d-9'],
  ['12025550293', undefined],
  ['1-202-555-0293', undefined],
  ['(202)5550293', undefined],
  ['Shop-12025550293', undefined],
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
])('error code %i is logged as %s', (errorCode, logged) => {
  expect(lineOf((body) => Object.assign(body.payload.status, { errorCode })).errorCode).toBe(logged);
});

test('the time to delivery is logged if it is known', () => {
  expect(lineOf()).not.toHaveProperty('deliveryMs');
  expect(toReceiptLog(sampleReceiptOf(), RECEIVED_AT, 0)).toMatchObject({ deliveryMs: 0 });
});

test.each([
  ['2016-01-01T00:00:30Z', 500],
  ['2016-01-01T00:00:30.4999999Z', 1],
  ['2016-01-01T00:01:00Z', 0],
])('the lag of a status of %s is %i ms', (timestamp, lagMs) => {
  expect(lineOf((body) => Object.assign(body.payload.status, { timestamp })).lagMs).toBe(lagMs);
});

test('a test message has no lag and no time to delivery; no sub-account of 8x8 is one', () => {
  const of = (subAccountId: string) => sampleReceiptOf((body) => Object.assign(body.payload, { subAccountId }));
  const sent = toReceiptLog(of('test:SubAccount-1'), RECEIVED_AT, 1000);
  expect(Object.keys(sent)).not.toContain('lagMs');
  expect(Object.keys(sent)).not.toContain('deliveryMs');
  for (const subAccountId of ['SubAccount-1', 'test', 'test.a', 'a-test'])
    expect(toReceiptLog(of(subAccountId), RECEIVED_AT, 1000)).toMatchObject({ lagMs: 30_500, deliveryMs: 1000 });
  expect(sent).not.toHaveProperty('probe');
  expect(toReceiptLog(of('test:probe'), RECEIVED_AT)).toMatchObject({ probe: true });
});
