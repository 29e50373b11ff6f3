import { describe, expect, test } from '@jest/globals';
import { interpret } from '../../../lambda/receipt/interpret.ts';
import type { Receipt } from '../../../lambda/receipt/receipt.ts';
import type { ValidationIssue } from '../../../lambda/receipt/validation-issue.ts';
import { type Body, INBOUND_SMS_JSON, SAMPLE_UMID, sampleReceipt } from '../../fixtures/samples.ts';

const receiptOf = (body: unknown): Receipt => {
  const meaning = interpret(body);
  if (meaning.kind !== 'receipt') throw new Error(`not a receipt: ${JSON.stringify(meaning)}`);
  return meaning.receipt;
};
const issuesOf = (body: unknown): readonly ValidationIssue[] => {
  const meaning = interpret(body);
  return meaning.kind === 'invalid' ? meaning.issues : [];
};

test("the vendor's sample is a receipt", () => {
  expect(receiptOf(sampleReceipt())).toEqual({
    umid: SAMPLE_UMID,
    identity: {
      batchId: '3e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      clientMessageId: '1e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      clientBatchId: '2e09ac86-bd74-5465-851d-1eb5a5fdbb9b',
      subAccountId: 'SubAccount-1',
      source: '8x8',
      destination: '+12025550293',
    },
    status: {
      state: 'undelivered',
      detail: 'rejected_by_operator',
      timestamp: '2016-01-01T00:00:00Z',
      errorCode: 15,
      errorMessage: 'Invalid destination',
      price: { total: 0.0375, perSms: 0.0125, currency: 'USD' },
      smsCount: 3,
    },
  });
});

describe('one field broken', () => {
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
    ['a umid that is none', (b) => (b.payload.umid = 'x'), '/payload/umid', uuid],
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
    ['a timestamp that is none', (b) => (b.payload.status.timestamp = 'now'), '/payload/status/timestamp', time],
    [
      'epoch seconds',
      (b) => (b.payload.status.timestamp = 1451606400),
      '/payload/status/timestamp',
      'must be text, not a number',
    ],
    [
      'text for the error code',
      (b) => (b.payload.status.errorCode = '15'),
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
    [
      'text for the total',
      (b) => (b.payload.price.total = '0.1'),
      '/payload/price/total',
      'must be a number, not text',
    ],
    [
      'a total past all measure',
      (b) => (b.payload.price.total = 1e300),
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
    ['text for the count', (b) => (b.payload.smsCount = '3'), '/payload/smsCount', 'must be a number, not text'],
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

  test('all issues are told at once', () => {
    const issues = issuesOf({ namespace: 'SMS', payload: { umid: 'x', status: { timestamp: 'y' }, smsCount: 1.5 } });
    expect(issues.map(({ pointer }) => pointer)).toEqual([
      '/eventType',
      '/payload/umid',
      '/payload/status/state',
      '/payload/status/timestamp',
      '/payload/smsCount',
    ]);
  });

  test('no fault repeats what was sent', () => {
    const secret = '+12025550293';
    const body = {
      namespace: 'SMS',
      eventType: secret,
      payload: { umid: secret, status: secret, price: secret, smsCount: secret },
    };
    expect(JSON.stringify(interpret({ ...body, payload: [secret] }))).not.toContain(secret);
    expect(JSON.stringify(interpret({ ...body, eventType: undefined }))).not.toContain(secret);
  });

  test('64 KiB of brackets are a fault, not an exhausted stack', () => {
    const deep = JSON.parse('['.repeat(32_768) + ']'.repeat(32_768)) as unknown;
    expect(issuesOf(deep)).toEqual([{ pointer: '/0'.repeat(20), detail: 'is nested deeper than 20 levels' }]);
    expect(issuesOf(sampleReceipt((b) => (b.payload.more = deep)))).toHaveLength(1);
  });

  test('names in a pointer are escaped', () => {
    expect(issuesOf(JSON.parse('{"a/b~c":{"__proto__":1}}'))).toEqual([
      { pointer: '/a~1b~0c', detail: 'has a field named __proto__, which is not accepted' },
    ]);
  });

  test('a list of issues has an end', () => {
    const many = JSON.parse(`[${Array(100).fill('{"__proto__":1}').join()}]`) as unknown;
    expect(issuesOf(many)).toHaveLength(20);
  });
});

describe('lenient', () => {
  const absent = sampleReceipt((b) => {
    for (const field of [
      'batchId',
      'clientMessageId',
      'clientBatchId',
      'subAccountId',
      'source',
      'destination',
      'price',
      'smsCount',
    ]) {
      delete b.payload[field];
    }
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

  test.each([
    ['an empty price', {}],
    ['a price of nulls', { total: null, perSms: '', currency: null }],
  ])('%s is absent', (_, price) => {
    expect(receiptOf(sampleReceipt((b) => (b.payload.price = price))).status.price).toBeUndefined();
  });

  test('the umid is in lower case', () => {
    expect(receiptOf(sampleReceipt((b) => (b.payload.umid = SAMPLE_UMID.toUpperCase()))).umid).toBe(SAMPLE_UMID);
  });

  test('unknown states and details are taken as they are', () => {
    const { status } = receiptOf(
      sampleReceipt((b) => Object.assign(b.payload.status, { state: 'seen', detail: 'by_whom' })),
    );
    expect(status).toMatchObject({ state: 'seen', detail: 'by_whom' });
  });

  test('unknown fields are kept, those of status and price under these names', () => {
    const { extra } = receiptOf(
      sampleReceipt((b) => {
        b.trace = 'abc';
        b.payload.country = 'SG';
        b.payload.list = [1, { deep: null, text: '' }];
        b.payload.status.node = 7;
        b.payload.price.tax = 0.01;
      }),
    );
    expect(extra).toEqual({
      trace: 'abc',
      country: 'SG',
      list: [1, { deep: null, text: '' }],
      status: { node: 7 },
      price: { tax: 0.01 },
    });
  });

  test('what cannot be stored as it is becomes text: numbers without measure, halves of characters', () => {
    const { extra, status, identity } = receiptOf(
      sampleReceipt((b) => {
        b.payload.big = 2 ** 60;
        b.payload.endless = [Number.POSITIVE_INFINITY, 1e-200, -1e126, 1e15, -0.5];
        b.payload['cut \ud83d'] = '\ud83d';
        b.payload.source = 'shop \ud83d';
        b.payload.status.errorMessage = '\udc00';
      }),
    );
    expect(extra).toEqual({
      big: '1152921504606847000',
      endless: ['Infinity', '1e-200', '-1e+126', 1e15, -0.5],
      'cut \ufffd': '\ufffd',
    });
    expect(identity.source).toBe('shop \ufffd');
    expect(status.errorMessage).toBe('\ufffd');
  });

  test('names that objects have by themselves are names like any other', () => {
    const { extra } = receiptOf(
      sampleReceipt((b) => Object.assign(b.payload, { constructor: 'x', toString: 'y', hasOwnProperty: 'z' })),
    );
    expect(Object.entries(extra ?? {})).toEqual([
      ['constructor', 'x'],
      ['toString', 'y'],
      ['hasOwnProperty', 'z'],
    ]);
  });
});

describe('other webhooks', () => {
  test.each<[name: string, body: unknown]>([
    ['an inbound SMS', JSON.parse(INBOUND_SMS_JSON)],
    ['a ChatApps receipt', sampleReceipt((b) => (b.namespace = 'ChatApps'))],
    ['an event type of next year', sampleReceipt((b) => (b.eventType = 'outbound_message_read'))],
    [
      'one whose text ends in half an emoji',
      { namespace: 'SMS', eventType: 'inbound_message_received', payload: { body: '\ud83d' } },
    ],
  ])('%s', (_, body) => {
    expect(interpret(body)).toEqual({ kind: 'other-webhook' });
  });

  test.each<[name: string, body: unknown]>([
    ['no payload', { namespace: 'ChatApps', eventType: 'x' }],
    ['a list for a payload', { namespace: 'ChatApps', eventType: 'x', payload: [] }],
    ['no event type', { namespace: 'ChatApps', payload: {} }],
  ])('%s is not well-formed', (_, body) => {
    expect(interpret(body).kind).toBe('invalid');
  });
});
