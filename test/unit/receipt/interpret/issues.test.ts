import { describe, expect, test } from '@jest/globals';
import { interpret } from '../../../../lambda/receipt/interpret.ts';
import { type Body, sampleReceipt } from '../../../fixtures/samples.ts';
import { issuesOf } from '../../../support/interpreted.ts';

describe('one invalid field', () => {
  const uuid = 'must be a UUID, such as 9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
  const time = 'must be an ISO 8601 date and time with seconds and zone, such as 2016-01-01T00:00:00Z';
  test.each<[name: string, change: (body: Body) => void, pointer: string, detail: string]>([
    ['no namespace', (b) => delete b.namespace, '/namespace', 'is required'],
    ['a null namespace', (b) => (b.namespace = null), '/namespace', 'is required'],
    ['a number for the namespace', (b) => (b.namespace = 1), '/namespace', 'must be "SMS"'],
    ['no event type', (b) => delete b.eventType, '/eventType', 'is required'],
    ['an empty event type', (b) => (b.eventType = ''), '/eventType', 'is required'],
    ['no payload', (b) => delete b.payload, '/payload', 'is required'],
    ['a list for the payload', (b) => (b.payload = []), '/payload', 'must be an object, not a list'],
    ['no umid', (b) => delete b.payload.umid, '/payload/umid', 'is required'],
    ['an empty umid', (b) => (b.payload.umid = ''), '/payload/umid', 'is required'],
    ['a umid that is not a UUID', (b) => (b.payload.umid = 'x'), '/payload/umid', uuid],
    ['a umid with more', (b) => (b.payload.umid += '0'), '/payload/umid', uuid],
    ['a number for the umid', (b) => (b.payload.umid = 7), '/payload/umid', 'must be text, not a number'],
    ['no status', (b) => delete b.payload.status, '/payload/status', 'is required'],
    ['text for the status', (b) => (b.payload.status = 'sent'), '/payload/status', 'must be an object, not text'],
    ['no state', (b) => delete b.payload.status.state, '/payload/status/state', 'is required'],
    [
      'a number for the state',
      (b) => (b.payload.status.state = 1),
      '/payload/status/state',
      'must be text, not a number',
    ],
    ['no timestamp', (b) => delete b.payload.status.timestamp, '/payload/status/timestamp', 'is required'],
    [
      'a timestamp that is not ISO 8601',
      (b) => (b.payload.status.timestamp = 'now'),
      '/payload/status/timestamp',
      time,
    ],
    [
      'epoch seconds',
      (b) => (b.payload.status.timestamp = 1451606400),
      '/payload/status/timestamp',
      'must be text, not a number',
    ],
    [
      'text that is not a number for the error code',
      (b) => (b.payload.status.errorCode = 'fifteen'),
      '/payload/status/errorCode',
      'must be a number, not text',
    ],
    [
      'half an error code',
      (b) => (b.payload.status.errorCode = 1.5),
      '/payload/status/errorCode',
      'must be a whole number',
    ],
    [
      'a list for the detail',
      (b) => (b.payload.status.detail = ['x']),
      '/payload/status/detail',
      'must be text, not a list',
    ],
    [
      'a flag for the message',
      (b) => (b.payload.status.errorMessage = true),
      '/payload/status/errorMessage',
      'must be text, not a boolean',
    ],
    ['text for the price', (b) => (b.payload.price = 'free'), '/payload/price', 'must be an object, not text'],
    ['a decimal comma', (b) => (b.payload.price.total = '0,1'), '/payload/price/total', 'must be a number, not text'],
    [
      'a total that DynamoDB cannot hold',
      (b) => (b.payload.price.total = 1e126),
      '/payload/price/total',
      'must be a decimal number of common size',
    ],
    [
      'a total too near to zero for DynamoDB, as text',
      (b) => (b.payload.price.total = '1e-131'),
      '/payload/price/total',
      'must be a decimal number of common size',
    ],
    [
      'an infinite total',
      (b) => (b.payload.price.total = Number.POSITIVE_INFINITY),
      '/payload/price/total',
      'must be a decimal number of common size',
    ],
    [
      'a number for the currency',
      (b) => (b.payload.price.currency = 1),
      '/payload/price/currency',
      'must be text, not a number',
    ],
    ['text for the count', (b) => (b.payload.smsCount = '0x3'), '/payload/smsCount', 'must be a number, not text'],
    ['half a count, as text', (b) => (b.payload.smsCount = '1.5'), '/payload/smsCount', 'must be a whole number'],
    ['a count of 2^53', (b) => (b.payload.smsCount = 2 ** 53), '/payload/smsCount', 'must be a whole number'],
    ['a negative count', (b) => (b.payload.smsCount = -1), '/payload/smsCount', 'must not be negative'],
    [
      'a number for the destination',
      (b) => (b.payload.destination = 12025550293),
      '/payload/destination',
      'must be text, not a number',
    ],
    [
      'an id too long for an index',
      (b) => (b.payload.clientMessageId = 'é'.repeat(1025)),
      '/payload/clientMessageId',
      'must not be longer than 2048 bytes',
    ],
    [
      'a batch id too long for an index',
      (b) => (b.payload.batchId = 'x'.repeat(2049)),
      '/payload/batchId',
      'must not be longer than 2048 bytes',
    ],
    [
      'a destination too long for an index',
      (b) => (b.payload.destination = 'é'.repeat(1025)),
      '/payload/destination',
      'must not be longer than 2048 bytes',
    ],
    [
      'a name that reaches the prototype',
      (b) => (b.payload.more = JSON.parse('{"__proto__":{"polluted":1}}')),
      '/payload/more',
      'has a field named __proto__, which is not accepted',
    ],
  ])('%s', (_, change, pointer, detail) => {
    expect(issuesOf(sampleReceipt(change))).toEqual([{ pointer, detail }]);
  });

  test.each([
    ['null', null, 'must be an object, not null'],
    ['a list', [], 'must be an object, not a list'],
    ['text', 'receipt', 'must be an object, not text'],
    ['a number', 1, 'must be an object, not a number'],
  ])('%s for the whole body', (_, body, detail) => {
    expect(issuesOf(body)).toEqual([{ pointer: '', detail }]);
  });

  test('every issue is listed', () => {
    const issues = issuesOf({ namespace: 'SMS', payload: { umid: 'x', status: { timestamp: 'y' }, smsCount: 1.5 } });
    expect(issues.map(({ pointer }) => pointer)).toEqual([
      '/eventType',
      '/payload/umid',
      '/payload/status/state',
      '/payload/status/timestamp',
      '/payload/smsCount',
    ]);
  });

  test('an empty object lacks everything', () => {
    expect(issuesOf({}).map(({ pointer }) => pointer)).toEqual(['/namespace', '/eventType', '/payload']);
    expect(issuesOf({ namespace: null, eventType: '' })).toHaveLength(3);
  });

  test('no issue repeats a value of the body', () => {
    const secret = '+12025550293';
    const body = {
      namespace: 'SMS',
      eventType: 7,
      payload: { umid: secret, status: secret, price: secret, smsCount: `${secret}x`, batchId: secret.repeat(500) },
    };
    expect(issuesOf(body)).toHaveLength(6);
    expect(JSON.stringify(interpret(body))).not.toContain(secret);
    expect(JSON.stringify(interpret({ ...body, payload: [secret] }))).not.toContain(secret);
  });

  test('64 KiB of brackets are an issue, and do not overflow the stack', () => {
    const list = JSON.parse('['.repeat(32_768) + ']'.repeat(32_768)) as unknown;
    expect(issuesOf(list)).toEqual([{ pointer: '/0'.repeat(20), detail: 'is nested deeper than 20 levels' }]);
    const object = JSON.parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`) as unknown;
    expect(issuesOf(object)).toEqual([{ pointer: '/a'.repeat(20), detail: 'is nested deeper than 20 levels' }]);
  });

  test('names in a pointer are escaped', () => {
    expect(issuesOf(JSON.parse('{"a/b~c":{"__proto__":1}}'))).toEqual([
      { pointer: '/a~1b~0c', detail: 'has a field named __proto__, which is not accepted' },
    ]);
  });

  test('a list of issues is bounded in number and bytes', () => {
    const name = '\u{1F600}'.repeat(3000);
    const many = JSON.parse(`[${Array(100).fill(`{"${name}":{"__proto__":1}}`).join()}]`) as unknown;
    const issues = issuesOf(many);
    expect(issues).toHaveLength(20);
    expect(issues[0]?.pointer).toMatch(/^\/99\/\u{1F600}{90,100}\ufffd?…$/u);
    expect(JSON.stringify(issues).length).toBeLessThan(20 * 400);
  });
});
