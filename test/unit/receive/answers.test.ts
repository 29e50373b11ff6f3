import { expect, test } from '@jest/globals';
import type { SetAsideReason } from '../../../contract/set-aside-item.ts';
import { allowSources, type TokenSource } from '../../../lambda/receive/authenticate.ts';
import { MAX_BODY_BYTES, type ReceiveDependencies } from '../../../lambda/receive/receive.ts';
import { NotStorableError } from '../../../lambda/store/errors.ts';
import { INBOUND_SMS_JSON, RECEIPT_JSON, RECEIPT_XML, SAMPLE_UMID, sampleReceipt } from '../../fixtures/samples.ts';
import { postReceipts, type RequestSketch } from '../../support/events.ts';
import { down, NOW, receiver } from '../../support/receive-in-memory.ts';

const PROBLEM = { 'content-type': 'application/problem+json' };
const isProblem = (status: number) => ({
  statusCode: status,
  headers: PROBLEM,
  json: { type: expect.any(String), title: expect.any(String), status, detail: expect.any(String) },
});
const inBase64 = (bytes: Buffer): RequestSketch => ({ body: bytes.toString('base64'), isBase64Encoded: true });

test.each<[name: string, sketch: RequestSketch]>([
  ['JSON', { body: RECEIPT_JSON }],
  ['XML', { body: RECEIPT_XML, headers: { 'content-type': 'application/xml' } }],
  ['JSON in base64', inBase64(Buffer.from(RECEIPT_JSON))],
  ['exactly 64 KiB', { body: RECEIPT_JSON + ' '.repeat(MAX_BODY_BYTES - Buffer.byteLength(RECEIPT_JSON)) }],
])('200 recorded: %s', async (_, sketch) => {
  const { post, messages } = receiver();
  expect(await post(sketch)).toMatchObject({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    json: { outcome: 'recorded', umid: SAMPLE_UMID },
  });
  expect(messages.get(SAMPLE_UMID)?.history).toMatchObject([{ state: 'undelivered', receivedAt: NOW.toISOString() }]);
});

test('200 duplicate, in either notation, and stale', async () => {
  const { post } = receiver();
  await post({ body: RECEIPT_JSON });
  const again = await post({ body: RECEIPT_XML, headers: { 'content-type': 'text/xml' } });
  expect([again.statusCode, again.json]).toEqual([200, { outcome: 'duplicate', umid: SAMPLE_UMID }]);
  const sent = sampleReceipt((b) => (b.payload.status = { state: 'sent', timestamp: '2015-12-31T23:59:00Z' }));
  const late = await post({ body: sent });
  expect([late.statusCode, late.json]).toEqual([200, { outcome: 'stale', umid: SAMPLE_UMID }]);
});

const neverStored = { record: () => Promise.reject(new NotStorableError('ValidationException')) };

test.each<
  [
    name: string,
    sketch: RequestSketch,
    statusCode: number,
    reason: SetAsideReason,
    change?: Partial<ReceiveDependencies>,
  ]
>([
  ['an inbound SMS', { body: INBOUND_SMS_JSON }, 202, 'other_webhook'],
  ['a receipt that the store will never take', { body: RECEIPT_JSON }, 202, 'not_storable', neverStored],
  ['no JSON', { body: 'state=sent' }, 400, 'invalid'],
  ['no body', { body: '' }, 400, 'invalid'],
  ['brackets', { body: '['.repeat(MAX_BODY_BYTES / 2) + ']'.repeat(MAX_BODY_BYTES / 2) }, 400, 'invalid'],
  [
    'another content type',
    { body: 'state=sent', headers: { 'content-type': 'text/plain' } },
    415,
    'unsupported_content_type',
  ],
])('%s is kept as it came', async (_, sketch, statusCode, reason, change = {}) => {
  const { post, bodies } = receiver(change);
  expect(await post(sketch)).toMatchObject(
    statusCode === 202 ? { statusCode, json: { outcome: 'set_aside' } } : isProblem(statusCode),
  );
  const contentType = sketch.headers?.['content-type'] ?? 'application/json';
  expect([...bodies.values()]).toMatchObject([{ reason, contentType, receivedAt: NOW }]);
  expect(Buffer.from([...bodies.values()][0]?.body ?? []).toString()).toBe(sketch.body);
});

test('400 names every issue, and the body is kept with them', async () => {
  const { post, bodies } = receiver();
  const body = sampleReceipt((b) => {
    b.payload.umid = 'x';
    delete b.payload.status.state;
  });
  const response = await post({ body });
  expect(response).toMatchObject(isProblem(400));
  expect(response.json.errors).toMatchObject([{ pointer: '/payload/umid' }, { pointer: '/payload/status/state' }]);
  expect([...bodies.values()]).toMatchObject([{ reason: 'invalid', problems: response.json.errors }]);
});

test('400 for a request without any body', async () => {
  const { handler, bodies } = receiver();
  const { body: _, ...event } = postReceipts({});
  expect((await handler(event)).statusCode).toBe(400);
  expect([...bodies.values()]).toMatchObject([{ body: Buffer.from('') }]);
});

test.each<[name: string, sketch: RequestSketch, statusCode: number, outcome: string, headers?: object]>([
  ['no credential', { headers: { authorization: '' } }, 401, 'unauthenticated'],
  [
    'a wrong credential',
    { headers: { authorization: 'Bearer wrong' } },
    401,
    'unauthenticated',
    { 'www-authenticate': expect.stringMatching(/^Bearer .*Basic /) },
  ],
  ['a source that is not in the list', { sourceIp: '198.51.100.1' }, 403, 'source_refused'],
  ['one byte too many', { body: ' '.repeat(MAX_BODY_BYTES + 1) }, 413, 'too_large'],
  ['one byte too many of two-byte characters', { body: `${'é'.repeat(MAX_BODY_BYTES / 2)} ` }, 413, 'too_large'],
  ['one byte too many in base64', inBase64(Buffer.alloc(MAX_BODY_BYTES + 1)), 413, 'too_large'],
])('nothing is kept: %s', async (_, sketch, statusCode, outcome, headers = {}) => {
  const { post, messages, bodies, lines } = receiver({ isAllowedSource: allowSources(['192.0.2.0/24']) });
  const response = await post({ body: RECEIPT_JSON, ...sketch });
  expect(response).toMatchObject({ ...isProblem(statusCode), headers: { ...PROBLEM, ...headers } });
  expect(messages.size + bodies.size).toBe(0);
  expect(lines).toEqual([{ outcome, durationMs: 0 }]);
});

const unreadable: TokenSource = {
  acceptedTokens: async function* () {
    yield await down();
  },
};
const DOWN = 'StoreUnavailableError: TypeError';
const faults: readonly [name: string, body: string, change: Partial<ReceiveDependencies>, error: string][] = [
  ['the receipts table is down', RECEIPT_JSON, { record: down }, DOWN],
  ['the set-aside table is down', '{}', { setAside: down }, DOWN],
  ['the receiver has a defect', '{}', { setAside: () => Promise.reject('secret inside') }, 'unknown'],
];

test.each(faults)('202 queued, and the circuit breaker stays closed: %s', async (_, body, change, error) => {
  const { post, queued, lines } = receiver(change);
  const response = await post({ body });
  expect([response.statusCode, response.json]).toEqual([202, { outcome: 'queued' }]);
  expect(queued).toMatchObject([{ contentType: 'application/json', receivedAt: NOW }]);
  expect(Buffer.from(queued[0]?.bytes ?? []).toString()).toBe(body);
  expect(lines).toEqual([{ outcome: 'queued', error, durationMs: 0 }]);
  expect(JSON.stringify([response, lines])).not.toContain('secret inside');
});

test.each<(typeof faults)[number]>([
  ...faults.map(([name, body, change, error]): (typeof faults)[number] => [
    `${name}, and the queue is down`,
    body,
    { ...change, queue: down },
    `${error}; queue: ${DOWN}`,
  ]),
  ['the credential cannot be read', RECEIPT_JSON, { tokens: unreadable }, DOWN],
])('503: %s', async (_, body, change, error) => {
  const { post, lines, queued } = receiver(change);
  const response = await post({ body });
  expect(response).toMatchObject(isProblem(503));
  expect(response.headers).toMatchObject({ 'retry-after': expect.stringMatching(/^\d+$/) });
  expect(queued).toEqual([]);
  expect(lines).toEqual([{ outcome: 'unavailable', error, durationMs: 0 }]);
  expect(JSON.stringify([response, lines])).not.toContain('secret inside');
});
