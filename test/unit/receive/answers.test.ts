import { describe, expect, test } from '@jest/globals';
import { allowSources, type TokenSource } from '../../../lambda/receive/authenticate.ts';
import { MAX_BODY_BYTES, type ReceiveDependencies } from '../../../lambda/receive/receive.ts';
import { NotStorableError } from '../../../lambda/store/errors.ts';
import { INBOUND_SMS_JSON, RECEIPT_JSON, RECEIPT_XML, SAMPLE_UMID, sampleReceipt } from '../../fixtures/samples.ts';
import { postReceipts, type RequestSketch } from '../../support/events.ts';
import { down, NOW, receiver } from '../../support/receive-in-memory.ts';

const isProblem = (response: { headers?: object | undefined; json: { status: number }; statusCode: number }): void => {
  expect(response.headers).toMatchObject({ 'content-type': 'application/problem+json' });
  expect(response.json).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status: response.statusCode,
    detail: expect.any(String),
  });
};

describe('200', () => {
  const sent = sampleReceipt((b) => (b.payload.status = { state: 'sent', timestamp: '2015-12-31T23:59:00Z' }));

  test.each<[name: string, sketch: RequestSketch]>([
    ['JSON', { body: RECEIPT_JSON }],
    ['XML', { body: RECEIPT_XML, headers: { 'content-type': 'application/xml' } }],
    ['JSON in base64', { body: Buffer.from(RECEIPT_JSON).toString('base64'), isBase64Encoded: true }],
  ])('recorded: %s', async (_, sketch) => {
    const { post, messages } = receiver();
    const response = await post(sketch);
    expect(response).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      json: { outcome: 'recorded', umid: SAMPLE_UMID },
    });
    expect(messages.get(SAMPLE_UMID)?.history).toMatchObject([{ state: 'undelivered', receivedAt: NOW.toISOString() }]);
  });

  test('duplicate, in either notation, and stale', async () => {
    const { post } = receiver();
    await post({ body: RECEIPT_JSON });
    const again = await post({ body: RECEIPT_XML, headers: { 'content-type': 'text/xml' } });
    expect([again.statusCode, again.json]).toEqual([200, { outcome: 'duplicate', umid: SAMPLE_UMID }]);
    const late = await post({ body: sent });
    expect([late.statusCode, late.json]).toEqual([200, { outcome: 'stale', umid: SAMPLE_UMID }]);
  });
});

describe('202 set_aside', () => {
  test('an inbound SMS is kept', async () => {
    const { post, bodies } = receiver();
    const response = await post({ body: INBOUND_SMS_JSON });
    expect([response.statusCode, response.json]).toEqual([202, { outcome: 'set_aside' }]);
    const [kept] = bodies.values();
    expect(kept).toMatchObject({ reason: 'other_webhook', problems: [], receivedAt: NOW, count: 1 });
    expect(Buffer.from(kept?.body ?? []).toString()).toBe(INBOUND_SMS_JSON);
  });

  test('a receipt that the store will never take is kept', async () => {
    const record = () => Promise.reject(new NotStorableError('ValidationException'));
    const { post, bodies } = receiver({ record });
    expect(await post({ body: RECEIPT_JSON })).toMatchObject({ statusCode: 202, json: { outcome: 'set_aside' } });
    expect([...bodies.values()]).toMatchObject([{ reason: 'not_storable' }]);
  });
});

describe('400', () => {
  test('names every issue, and the body is kept with them', async () => {
    const { post, bodies } = receiver();
    const body = sampleReceipt((b) => {
      b.payload.umid = 'x';
      delete b.payload.status.state;
    });
    const response = await post({ body });
    isProblem(response);
    expect(response.statusCode).toBe(400);
    expect(response.json.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual([
      '/payload/umid',
      '/payload/status/state',
    ]);
    expect([...bodies.values()]).toMatchObject([{ reason: 'invalid', problems: response.json.errors }]);
  });

  test.each<[name: string, sketch: RequestSketch]>([
    ['no JSON', { body: 'state=sent' }],
    ['no body', { body: '' }],
    ['64 KiB of brackets that match', { body: '['.repeat(MAX_BODY_BYTES / 2) + ']'.repeat(MAX_BODY_BYTES / 2) }],
  ])('%s', async (_, sketch) => {
    const { post, bodies } = receiver();
    const response = await post(sketch);
    isProblem(response);
    expect(response.statusCode).toBe(400);
    expect(response.json.errors).toEqual([{ pointer: expect.any(String), detail: expect.any(String) }]);
    expect(bodies.size).toBe(1);
  });

  test('a request without any body', async () => {
    const { handler, bodies } = receiver();
    const { body: _, ...event } = postReceipts({});
    expect((await handler(event)).statusCode).toBe(400);
    expect(bodies.size).toBe(1);
  });
});

describe('415', () => {
  test('the body is kept with its content type', async () => {
    const { post, bodies } = receiver();
    const response = await post({ body: 'state=sent', headers: { 'content-type': 'text/plain' } });
    isProblem(response);
    expect(response.statusCode).toBe(415);
    expect([...bodies.values()]).toMatchObject([{ reason: 'unsupported_content_type', contentType: 'text/plain' }]);
  });
});

describe('nothing is kept', () => {
  test.each<[name: string, sketch: RequestSketch, change: Partial<ReceiveDependencies>, statusCode: number]>([
    ['no credential', { headers: { authorization: '' } }, {}, 401],
    ['a wrong credential', { headers: { authorization: 'Bearer wrong' } }, {}, 401],
    [
      'a source that is not in the list',
      { sourceIp: '198.51.100.1' },
      { isAllowedSource: allowSources(['192.0.2.0/24']) },
      403,
    ],
    ['one byte too many', { body: ' '.repeat(MAX_BODY_BYTES + 1) }, {}, 413],
    ['one byte too many of two-byte characters', { body: `${'é'.repeat(MAX_BODY_BYTES / 2)} ` }, {}, 413],
    [
      'one byte too many in base64',
      { body: Buffer.alloc(MAX_BODY_BYTES + 1).toString('base64'), isBase64Encoded: true },
      {},
      413,
    ],
  ])('%s', async (_, sketch, change, statusCode) => {
    const { post, messages, bodies } = receiver(change);
    const response = await post({ body: RECEIPT_JSON, ...sketch });
    expect(response.statusCode).toBe(statusCode);
    isProblem(response);
    expect(messages.size + bodies.size).toBe(0);
  });

  test('401 names the ways to authenticate', async () => {
    const { headers } = await receiver().post({ headers: { authorization: 'Bearer wrong' } });
    expect(headers).toMatchObject({ 'www-authenticate': expect.stringMatching(/^Bearer .*Basic /) });
  });

  test('exactly 64 KiB are accepted', async () => {
    const body = RECEIPT_JSON + ' '.repeat(MAX_BODY_BYTES - Buffer.byteLength(RECEIPT_JSON));
    expect((await receiver().post({ body })).statusCode).toBe(200);
  });
});
const faults: readonly [name: string, body: string, change: Partial<ReceiveDependencies>][] = [
  ['the receipts table is down', RECEIPT_JSON, { record: down }],
  ['the set-aside table is down', '{}', { setAside: down }],
  ['the receiver has a defect', '{}', { setAside: () => Promise.reject('secret inside') }],
];

describe('202 queued', () => {
  test.each(faults)('%s', async (_, body, change) => {
    const { post, queued, lines } = receiver(change);
    const response = await post({ body });
    expect([response.statusCode, response.json]).toEqual([202, { outcome: 'queued' }]);
    expect(queued).toMatchObject([{ contentType: 'application/json', receivedAt: NOW }]);
    expect(Buffer.from(queued[0]?.bytes ?? []).toString()).toBe(body);
    expect(lines).toMatchObject([{ outcome: 'queued', error: expect.any(String) }]);
    expect(JSON.stringify([response, lines])).not.toContain('secret inside');
  });
});

const unreadable: TokenSource = {
  acceptedTokens: async function* () {
    yield await down();
  },
};

describe('503', () => {
  const withoutQueue = faults.map(
    ([name, body, change]) => [`${name}, and the queue is down`, body, { ...change, queue: down }] as const,
  );

  test.each<readonly [name: string, body: string, change: Partial<ReceiveDependencies>]>([
    ...withoutQueue,
    ['the credential cannot be read', RECEIPT_JSON, { tokens: unreadable }],
  ])('%s', async (_, body, change) => {
    const { post, lines, queued } = receiver(change);
    const response = await post({ body });
    isProblem(response);
    expect(response).toMatchObject({ statusCode: 503, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
    expect(queued).toEqual([]);
    expect(lines).toMatchObject([{ outcome: 'unavailable', error: expect.any(String) }]);
    expect(JSON.stringify([response, lines])).not.toContain('secret inside');
  });
});
