import { describe, expect, test } from '@jest/globals';
import { interpret } from '../../../lambda/receipt/interpret.ts';
import type { Receipt } from '../../../lambda/receipt/receipt.ts';
import type { ValidationIssue } from '../../../lambda/receipt/validation-issue.ts';
import { type Body, INBOUND_SMS_JSON, RECEIPT_V7_JSON, SAMPLE_UMID, sampleReceipt } from '../../fixtures/samples.ts';

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

  test('no issue repeats what was sent', () => {
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

  test('64 KiB of brackets are an issue, and do not exhaust the stack', () => {
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

  test.each<[name: string, change: (b: Body) => void, expected: object]>([
    ['an error code', (b) => (b.payload.status.errorCode = '15'), { errorCode: 15 }],
    ['a negative error code', (b) => (b.payload.status.errorCode = '-1'), { errorCode: -1 }],
    ['a count', (b) => (b.payload.smsCount = '3'), { smsCount: 3 }],
    ['a count of none', (b) => (b.payload.smsCount = '0'), { smsCount: 0 }],
    [
      'a price',
      (b) => (b.payload.price = { total: '0.0375', perSms: '1.25e-2', currency: 'USD' }),
      { price: { total: 0.0375, perSms: 0.0125, currency: 'USD' } },
    ],
    [
      'a price in all its digits',
      (b) => (b.payload.price = { total: '0.0123456789012345' }),
      { price: { total: 0.0123456789012345 } },
    ],
  ])('a number as text is the number: %s', (_, change, expected) => {
    expect(receiptOf(sampleReceipt(change)).status).toMatchObject(expected);
  });

  test('namespace, event type, state and detail are compared without case', () => {
    const receipt = receiptOf(
      sampleReceipt((b) => {
        b.namespace = 'sms';
        b.eventType = 'Outbound_Message_Status_Changed';
        Object.assign(b.payload.status, { state: 'Undelivered', detail: 'REJECTED_by_operator' });
      }),
    );
    expect(receipt).toEqual(receiptOf(sampleReceipt()));
  });

  test.each<[name: string, version: unknown, kept: object]>([
    ['a number', 7, { formatVersion: 7 }],
    ['a number as text', '7', { formatVersion: 7 }],
    ['text', 'v7', { extra: { version: 'v7' } }],
    ['a fraction', 7.5, { extra: { version: 7.5 } }],
    ['an object', { major: 7 }, { extra: { version: { major: 7 } } }],
  ])('the version of the envelope does not cost the receipt: %s', (_, version, kept) => {
    const { umid, identity, status, ...supplement } = receiptOf(sampleReceipt((b) => (b.version = version)));
    expect(supplement).toEqual(kept);
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

  test('unknown states and details are accepted', () => {
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

  test('numbers that DynamoDB cannot hold become text, halves of characters are replaced', () => {
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
      big: 2 ** 60,
      endless: ['Infinity', '1e-200', '-1e+126', 1e15, -0.5],
      'cut \ufffd': '\ufffd',
    });
    expect(identity.source).toBe('shop \ufffd');
    expect(status.errorMessage).toBe('\ufffd');
  });

  test('names of methods that every object has are kept like any other', () => {
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

describe('unknown fields that cannot be stored as a map', () => {
  const kept = (more: object) => {
    const { extra, extraText } = receiptOf(sampleReceipt((b) => Object.assign(b.payload, more)));
    return { extra, extraText };
  };
  const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

  test.each<[name: string, fields: object]>([
    ['no name', { '': 1 }],
    ['no name inside', { outer: { '': 1 } }],
    ['a name of 256 bytes', { ['é'.repeat(128)]: 1 }],
    ['too many levels', { deep: nested(21) }],
    ['more than 4 KB', { long: 'x'.repeat(4090) }],
  ])('are JSON text beside it: %s', (_, fields) => {
    expect(kept({ country: 'SG', ...fields })).toMatchObject({ extra: { country: 'SG' } });
    const text = kept(fields).extraText ?? '';
    expect(text.endsWith('…') ? text.slice(0, 4000) : text).toBe(
      JSON.stringify(fields).slice(0, text.endsWith('…') ? 4000 : undefined),
    );
  });

  test('fields that fit stay a map', () => {
    const fields = { ['x'.repeat(255)]: 1, deep: nested(20), long: 'x'.repeat(3500) };
    expect(kept(fields)).toEqual({ extra: fields, extraText: undefined });
  });

  test('the map and the text are bounded in bytes, and a cut is marked', () => {
    const { extra, extraText } = kept(
      Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`f${at}`, '\u{1F600}'])),
    );
    expect(Buffer.byteLength(JSON.stringify(extra))).toBeLessThanOrEqual(4096);
    expect(Buffer.byteLength(JSON.stringify(extra))).toBeGreaterThan(3500);
    expect(Buffer.byteLength(extraText ?? '')).toBeLessThanOrEqual(4096);
    expect(extraText).toMatch(/…$/);
    expect(extraText).not.toContain('\ufffd');
  });

  test('64 KiB of brackets in an unknown field cost no receipt', () => {
    expect(kept({ deep: nested(30_000) }).extraText).toBe(`{"deep":${'['.repeat(200)}"…"${']'.repeat(200)}}`);
    const objects = JSON.parse(`${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`) as unknown;
    expect(kept({ deep: objects }).extraText).toBe(`{"deep":${'{"a":'.repeat(200)}"…"${'}'.repeat(200)}}`);
  });
});

describe('outboundContent', () => {
  const TEXT = 'Your one-time code is 493021.';
  const meta = { redacted: true, redactionReason: 'PII' };
  const content = { channel: 'sms', contentType: 'text', body: { text: TEXT }, meta };
  const kept = { outboundContent: { meta } };

  test.each<[name: string, change: (b: Body) => void, extra: object | undefined]>([
    ['in the payload', (b) => (b.payload.outboundContent = content), kept],
    ['in the envelope', (b) => (b.outboundContent = content), kept],
    ['in the status', (b) => (b.payload.status.outboundContent = content), { status: kept }],
    ['in the price', (b) => (b.payload.price.outboundContent = content), { price: kept }],
    ['in an unknown field', (b) => (b.payload.more = [{ outboundContent: content }]), { more: [kept] }],
    ['in another case', (b) => (b.payload.OUTBOUNDCONTENT = { Body: TEXT, meta }), { OUTBOUNDCONTENT: { meta } }],
    ['with a separator', (b) => (b.payload.outbound_content = { body: TEXT, meta }), { outbound_content: { meta } }],
    ['as text', (b) => (b.payload.outboundContent = TEXT), undefined],
    ['as a list', (b) => (b.payload.outboundContent = [content]), undefined],
    [
      'without meta in an unknown field',
      (b) => (b.payload.more = { outboundContent: { body: TEXT }, a: 1 }),
      { more: { a: 1 } },
    ],
    ['as null in an unknown field', (b) => (b.payload.more = { outboundContent: null, a: 1 }), { more: { a: 1 } }],
    ['with more fields', (b) => (b.payload.outboundContent = { text: TEXT, body: TEXT, title: TEXT }), undefined],
    [
      'with text in odd places',
      (b) => (b.payload.outboundContent = { channel: { a: TEXT }, contentType: [TEXT] }),
      undefined,
    ],
    ['without a body where it is masked', (b) => (b.payload.outboundContent = { channel: 'sms', meta }), kept],
    ['with an empty name beside it', (b) => (b.payload.more = { '': 1, outboundContent: content }), undefined],
  ])('keeps no text of the message: %s', (_, change, extra) => {
    const receipt = receiptOf(sampleReceipt(change));
    expect(receipt.extra).toEqual(extra);
    expect(JSON.stringify(receipt)).not.toContain('493021');
  });

  test("the vendor's receipt of format V7 keeps its version, and nothing of its content", () => {
    const { formatVersion, extra } = receiptOf(JSON.parse(RECEIPT_V7_JSON));
    expect({ formatVersion, extra }).toEqual({ formatVersion: 7, extra: undefined });
  });
});

describe('other webhooks', () => {
  const updates = { eventId: 'a', timestamp: '2026-01-01T00:00:00Z', provider: 'x', eventType: 'template_update' };
  const survey = { umid: SAMPLE_UMID, surveyId: 'a', answers: [] };
  test.each<[name: string, body: unknown, unknownFormat: boolean]>([
    ['an inbound SMS', JSON.parse(INBOUND_SMS_JSON), false],
    ['an inbound SMS in capitals', { namespace: 'sms', eventType: 'INBOUND_MESSAGE_RECEIVED' }, false],
    ['a click', { namespace: 'SMS', eventType: 'short_url_clicked', payload: { umid: SAMPLE_UMID } }, false],
    ['a ChatApps receipt', sampleReceipt((b) => (b.namespace = 'ChatApps')), false],
    ['an event type of next year', sampleReceipt((b) => (b.eventType = 'outbound_message_read')), true],
    ['another namespace alone', { namespace: 'ChatApps' }, false],
    ['another event type alone', { eventType: 'x', payload: [] }, false],
    ['an update without an envelope', updates, false],
    ['answers to a survey', survey, false],
    ['a callback of unknown fields', { sessionId: 'a', namespace: null, eventType: '' }, false],
    ['a payload without what a receipt has', { payload: { umid: '', status: null, text: 'x' } }, false],
    [
      'one whose text ends in half an emoji',
      { namespace: 'SMS', eventType: 'short_url_clicked', text: '\ud83d' },
      false,
    ],
  ])('%s', (_, body, unknownFormat) => {
    expect(interpret(body)).toEqual({ kind: 'other-webhook', unknownFormat });
  });
});

describe('a body that is validated as a receipt', () => {
  test.each<[name: string, body: unknown, unknownFormat: boolean]>([
    ['only the namespace', { namespace: 'SMS' }, true],
    ['only the event type', { eventType: 'outbound_message_status_changed' }, false],
    ['no envelope, but a umid', { payload: { umid: SAMPLE_UMID } }, false],
    ['no envelope, but a status', { payload: { status: 'sent' } }, false],
    ['a namespace that is not text', { namespace: 1 }, false],
    ['our envelope around something else', sampleReceipt((b) => (b.payload = { messages: [] })), true],
    ['an empty object', {}, false],
    ['a list', [], false],
  ])('%s', (_, body, unknownFormat) => {
    expect(interpret(body)).toMatchObject({ kind: 'invalid', unknownFormat });
  });

  test('the flat format has one issue, which says how to migrate', () => {
    const flat = {
      eventType: 'outboundMessageDelivery',
      channel: 'sms',
      umid: SAMPLE_UMID,
      status: 'DELIVERED TO DEVICE',
      timestamp: '2016-01-01T00:00:00Z',
      version: 4,
    };
    expect(interpret(flat)).toEqual({
      kind: 'invalid',
      issues: [
        {
          pointer: '',
          detail: expect.stringMatching(/flat Wavecell format.*migrate.*DELETE https:.*Webhooks configuration API/),
        },
      ],
      unknownFormat: true,
    });
    expect(interpret({ ...flat, status: { state: 'delivered' } })).not.toMatchObject({ issues: [{ pointer: '' }] });
    expect(interpret({ ...flat, eventType: 'another' })).not.toMatchObject({ issues: [{ pointer: '' }] });
  });
});
