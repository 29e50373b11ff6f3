import { describe, expect, jest, test } from '@jest/globals';
import type { ReceivedBody } from '../../../lambda/record/received-body.ts';
import { recordBody, toLogFields } from '../../../lambda/record/record-body.ts';
import type { Stores } from '../../../lambda/store/create-stores.ts';
import { NotStorableError, StoreUnavailableError } from '../../../lambda/store/errors.ts';
import type { SetAsideBody } from '../../../lambda/store/set-aside-store.ts';
import { RECEIPT_JSON, RECEIPT_XML, SAMPLE_UMID, sampleReceipt } from '../../fixtures/samples.ts';
import { sampleWith } from '../../support/interpreted.ts';
import { memoryStores } from '../../support/memory-stores.ts';

const NOW = new Date('2026-01-01T00:00:00.000Z');
const noEnd = () => new AbortController().signal;

const received = (body: string, change: Partial<ReceivedBody> = {}): ReceivedBody => ({
  bytes: Buffer.from(body),
  contentType: 'application/json',
  receivedAt: NOW,
  ...change,
});

describe('a receipt', () => {
  test.each<[contentType: string | undefined, body: string, oddLabel: boolean]>([
    ['application/json', RECEIPT_JSON, false],
    ['application/json', RECEIPT_XML, false],
    ['text/xml', RECEIPT_JSON, false],
    [undefined, RECEIPT_XML, false],
    ['text/plain', RECEIPT_JSON, true],
    ['text/plain; charset=utf-16', `\ufeff\n ${RECEIPT_JSON}`, true],
    ['application/x-www-form-urlencoded', RECEIPT_JSON, true],
    ['application/octet-stream', RECEIPT_XML, true],
    ['multipart/form-data', RECEIPT_XML, true],
  ])('is recorded whatever its label: %s', async (contentType, text, oddLabel) => {
    const stores = memoryStores();
    const result = await recordBody(received(text, { contentType }), stores, noEnd());
    expect(result).toMatchObject({ in: 'receipts', outcome: 'recorded', oddLabel });
    expect(toLogFields(result, NOW).oddLabel).toBe(oddLabel || undefined);
    expect([...stores.messages.keys()]).toEqual([SAMPLE_UMID]);
  });

  test('names the fields that cannot be read, not their values', async () => {
    const body = sampleReceipt(({ payload }) => {
      payload.price.total = '0,0375';
      Object.assign(payload, { batchId: ['x'], smsCount: -1 });
    });
    const result = await recordBody(received(JSON.stringify(body)), memoryStores(), noEnd());
    expect(toLogFields(result, NOW)).toMatchObject({
      outcome: 'recorded',
      unreadable: ['/payload/batchId', '/payload/smsCount', '/payload/price/total'],
    });
  });
});

describe('a body that cannot be recorded', () => {
  test.each([
    ['text/plain', 'no receipt'],
    ['text/plain', '{"a":'],
    ['application/x-www-form-urlencoded', 'payload=%7B%7D'],
    ['text/html', '<html></html>'],
    ['text/csv', ''],
  ])('is set aside for its label %s if it is not readable: %j', async (contentType, text) => {
    const result = await recordBody(received(text, { contentType }), memoryStores(), noEnd());
    expect(result).toMatchObject({ in: 'set-aside', reason: 'unsupported_content_type', issues: [] });
  });

  test('causes the error of the store if the time is over', async () => {
    const record = () => Promise.reject(new TypeError('whatever the abort led to'));
    const stores: Stores = { ...memoryStores(), record };
    await expect(recordBody(received(RECEIPT_JSON), stores, AbortSignal.abort())).rejects.toThrow(TypeError);
  });

  test('is set aside without its problems if the table refuses them', async () => {
    const kept: SetAsideBody[] = [];
    const setAside = async (body: SetAsideBody) => {
      if (body.problems.length > 0) throw new NotStorableError('ValidationException');
      kept.push(body);
      return { id: 'id', isNew: true };
    };
    expect(await recordBody(received('{}'), { ...memoryStores(), setAside }, noEnd())).toMatchObject({
      reason: 'invalid',
      issues: [{}, {}, {}],
    });
    expect(kept).toMatchObject([{ reason: 'invalid', problems: [] }]);
  });

  test('causes a permanent error if it cannot be set aside either', async () => {
    const setAside = () => Promise.reject(new NotStorableError('ValidationException'));
    await expect(recordBody(received('{}'), { ...memoryStores(), setAside }, noEnd())).rejects.toThrow(
      NotStorableError,
    );
  });

  test('is sent to the table once if the table is not available', async () => {
    const setAside = jest.fn(() => Promise.reject(new StoreUnavailableError('TimeoutError')));
    await expect(recordBody(received('{}'), { ...memoryStores(), setAside }, noEnd())).rejects.toThrow(
      StoreUnavailableError,
    );
    expect(setAside).toHaveBeenCalledTimes(1);
  });
});

describe('the log fields', () => {
  const fieldsOf = async (body: string, stores: Stores = memoryStores()) =>
    toLogFields(await recordBody(received(body), stores, noEnd()), NOW);
  const setAsideId = expect.stringMatching(/^[\da-f]{64}$/);

  test('of a receipt have the time to delivery and the price if they are known, but no price of a test message', async () => {
    const known = { outcome: 'stale', deliveryMs: 5, price: { total: 0.0375, currency: 'USD' } } as const;
    const stores = { ...memoryStores(), record: async () => known };
    const fields = { outcome: 'stale', deliveryMs: 5, spend: 0.0375, currency: 'USD' };
    expect(await fieldsOf(RECEIPT_JSON, stores)).toMatchObject(fields);
    const test = sampleWith('/payload/subAccountId', 'test:send');
    expect(await fieldsOf(JSON.stringify(test), stores)).not.toHaveProperty('spend');
  });

  test('of a body that is set aside mark an unknown format, and a repeat', async () => {
    const stores = memoryStores();
    const body = '{"namespace":"SMS","eventType":"new"}';
    const fields = { outcome: 'set_aside', reason: 'other_webhook', setAsideId, unknownFormat: true };
    expect(await fieldsOf(body, stores)).toEqual(fields);
    expect(await fieldsOf(body, stores)).toEqual({ ...fields, repeated: true });
    expect(await fieldsOf('{')).toEqual({ outcome: 'invalid', reason: 'invalid', issues: 1, setAsideId });
  });

  test('of a receipt that is not storable name the error', async () => {
    const error = new NotStorableError('ValidationException', { cause: new RangeError('secret inside') });
    const record = () => Promise.reject(error);
    expect(await fieldsOf(RECEIPT_JSON, { ...memoryStores(), record })).toEqual({
      outcome: 'not_storable',
      reason: 'not_storable',
      setAsideId,
      error: 'NotStorableError: RangeError',
    });
  });
});
