import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { fixedTokens, type TokenSource } from '../../../lambda/auth/authenticate.ts';
import { allowSources } from '../../../lambda/auth/source-address.ts';
import { createReceiveHandler, type Dependencies, MAX_BODY_BYTES } from '../../../lambda/handlers/receive.ts';
import type { ReceivedBody } from '../../../lambda/queue/queued-body.ts';
import { NotStorableError, StoreUnavailableError } from '../../../lambda/store/errors.ts';
import type { RequestLog } from '../../../lambda/telemetry/request-log.ts';
import { INBOUND_SMS_JSON, RECEIPT_JSON, RECEIPT_XML, SAMPLE_UMID, sampleReceipt } from '../../fixtures/samples.ts';
import { postReceipts, type RequestSketch, TOKEN, withoutHeader } from '../../support/events.ts';
import { memoryStores } from '../../support/memory-stores.ts';

const NOW = new Date('2026-01-01T00:00:00.000Z');

function receiver(change: Partial<Dependencies> = {}) {
  const stores = memoryStores();
  const lines: RequestLog[] = [];
  const queued: ReceivedBody[] = [];
  const handler = createReceiveHandler({
    ...stores,
    tokens: fixedTokens(TOKEN),
    isAllowedSource: () => true,
    fallbackQueue: { send: async (body) => void queued.push(body) },
    now: () => NOW,
    log: (line) => lines.push(line),
    ...change,
  });
  const post = async (sketch: RequestSketch) => {
    const response = await handler(postReceipts(sketch));
    return { ...response, json: JSON.parse(response.body ?? 'null') };
  };
  return { ...stores, handler, post, lines, queued };
}

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
    ['XML as text', { body: RECEIPT_XML, headers: { 'content-type': 'text/xml; charset=utf-8' } }],
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

  test('without a content type the body is JSON', async () => {
    const { handler } = receiver();
    expect((await handler(withoutHeader(postReceipts({ body: RECEIPT_JSON }), 'content-type'))).statusCode).toBe(200);
  });

  test('duplicate, in whatever notation, and stale', async () => {
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
    const { post, bodies } = receiver({ receipts: { record } });
    expect(await post({ body: RECEIPT_JSON })).toMatchObject({ statusCode: 202, json: { outcome: 'set_aside' } });
    expect([...bodies.values()]).toMatchObject([{ reason: 'not_storable' }]);
  });
});

describe('400', () => {
  test('tells every fault, and the body is kept with them', async () => {
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
    ['no UTF-8', { body: Buffer.of(0xff).toString('base64'), isBase64Encoded: true }],
    ['no XML', { body: RECEIPT_JSON, headers: { 'content-type': 'text/xml' } }],
    ['64 KiB of brackets', { body: '['.repeat(MAX_BODY_BYTES) }],
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

  test('the same bad body five times is one, counted', async () => {
    const { post, bodies } = receiver();
    for (let time = 0; time < 5; time += 1) await post({ body: '{}' });
    expect([...bodies.values()]).toMatchObject([{ count: 5 }]);
  });
});

describe('415', () => {
  test('the body is kept with its content type', async () => {
    const { post, bodies } = receiver();
    const response = await post({ body: RECEIPT_JSON, headers: { 'content-type': 'text/plain' } });
    isProblem(response);
    expect(response.statusCode).toBe(415);
    expect([...bodies.values()]).toMatchObject([{ reason: 'unsupported_content_type', contentType: 'text/plain' }]);
  });
});

describe('nothing is kept', () => {
  test.each<[name: string, sketch: RequestSketch, change: Partial<Dependencies>, statusCode: number]>([
    ['no credential', { headers: { authorization: '' } }, {}, 401],
    ['a wrong credential', { headers: { authorization: 'Bearer wrong' } }, {}, 401],
    ['no token configured', {}, { tokens: fixedTokens('') }, 401],
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

  test('64 KiB exactly are not too many', async () => {
    const body = RECEIPT_JSON + ' '.repeat(MAX_BODY_BYTES - Buffer.byteLength(RECEIPT_JSON));
    expect((await receiver().post({ body })).statusCode).toBe(200);
  });
});

const down = () => Promise.reject(new StoreUnavailableError('TimeoutError', { cause: new TypeError('secret inside') }));
const faults: readonly [name: string, body: string, change: Partial<Dependencies>][] = [
  ['the receipts table cannot take it', RECEIPT_JSON, { receipts: { record: down } }],
  ['the set-aside table cannot take it', '{}', { setAside: { setAside: down } }],
  ['a defect of our own', '{}', { setAside: { setAside: () => Promise.reject('secret inside') } }],
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
  const fallbackQueue = { send: down };
  const withoutQueue = faults.map(([name, body, change]) => [name, body, { ...change, fallbackQueue }] as const);

  test.each<readonly [name: string, body: string, change: Partial<Dependencies>]>([
    ...withoutQueue,
    ['the credential cannot be read', RECEIPT_JSON, { tokens: unreadable }],
  ])('%s, and the queue neither', async (_, body, change) => {
    const { post, lines, queued } = receiver(change);
    const response = await post({ body });
    isProblem(response);
    expect(response).toMatchObject({ statusCode: 503, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
    expect(queued).toEqual([]);
    expect(lines).toMatchObject([{ outcome: 'unavailable', error: expect.any(String) }]);
    expect(JSON.stringify([response, lines])).not.toContain('secret inside');
  });
});

describe('the time', () => {
  /** Never answers, but gives up when its signal aborts, as the real ones do. */
  const hanging = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      const giveUp = () => reject(new StoreUnavailableError('TimeoutError', { cause: signal.reason }));
      signal.addEventListener('abort', giveUp, { once: true });
    });
  const receipts = { record: (_: unknown, __: unknown, signal: AbortSignal) => hanging(signal) };
  const forgotten = () => new Promise<never>(() => undefined);
  const slowToken: TokenSource = {
    acceptedTokens: async function* () {
      yield await new Promise<string>((resolve) => setTimeout(resolve, 2_000, TOKEN));
    },
  };

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test.each<[name: string, afterMs: number, statusCode: number, change: Partial<Dependencies>, ageMs?: number]>([
    ['a table that hangs has 2.8 seconds, then the body is queued', 2_800, 202, { receipts }],
    ['the time to read the token counts', 2_800, 202, { receipts, tokens: slowToken }],
    ['a cold start counts', 1_000, 202, { receipts }, 1_800],
    ['a cold start that took nearly all the time leads to the queue soon', 10, 202, { receipts }, 2_790],
    ['an age that is not plausible does not count', 2_800, 202, { receipts }, 3_001],
    ['a request from the future is of now', 2_800, 202, { receipts }, -1],
    ['a queue that hangs has the rest of 4.3 seconds', 4_300, 503, { receipts, fallbackQueue: { send: forgotten } }],
    ['a token that cannot be read in time is a 503', 2_800, 503, { tokens: { acceptedTokens: () => silent() } }],
  ])('%s', async (_, afterMs, statusCode, change, ageMs = 0) => {
    const { handler } = receiver(change);
    const event = postReceipts({ body: RECEIPT_JSON });
    event.requestContext.timeEpoch = NOW.getTime() - ageMs;
    let answered: number | undefined;
    const posted = handler(event).then((response) => {
      answered = response.statusCode;
    });
    await jest.advanceTimersByTimeAsync(afterMs - 1);
    expect(answered).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    await posted;
    expect(answered).toBe(statusCode);
    expect(jest.getTimerCount()).toBe(0);
  });

  async function* silent(): AsyncGenerator<string> {
    yield await forgotten();
  }

  describe('once a receipt has timed out', () => {
    async function opened(record: Dependencies['receipts']['record'], fallbackQueue?: Dependencies['fallbackQueue']) {
      let attempts = 0;
      const counting: Dependencies['receipts'] = {
        record: (...call) => {
          attempts += 1;
          return record(...call);
        },
      };
      const to = receiver({ receipts: counting, now: () => new Date(), ...(fallbackQueue && { fallbackQueue }) });
      const post = async (waitMs: number) => {
        const posted = to.post({ body: RECEIPT_JSON });
        await jest.advanceTimersByTimeAsync(waitMs);
        return posted;
      };
      await post(2_800);
      expect(to.lines).toMatchObject([{ outcome: 'queued', breakerOpened: 1 }]);
      return { ...to, post, attempts: () => attempts };
    }

    test('receipts go to the queue without asking it', async () => {
      const { post, attempts, queued } = await opened(receipts.record);
      for (let more = 0; more < 10; more += 1) expect((await post(0)).statusCode).toBe(202);
      expect(attempts()).toBe(1);
      expect(queued).toHaveLength(11);
    });

    test('a receipt that the queue does not take is recorded all the same', async () => {
      let isBack = false;
      const { post, lines } = await opened(
        async (...call) => (isBack ? { outcome: 'recorded' } : receipts.record(...call)),
        { send: async () => (isBack ? down() : undefined) },
      );
      isBack = true;
      expect((await post(0)).statusCode).toBe(200);
      expect(lines.at(-1)).toMatchObject({ outcome: 'recorded' });
    });

    test('a short probe every 15 seconds asks it again', async () => {
      const { post, attempts, lines } = await opened(receipts.record);
      await jest.advanceTimersByTimeAsync(15_000);
      expect((await post(100)).statusCode).toBe(202);
      await post(0);
      expect(attempts()).toBe(2);
      expect(lines.at(-1)).toMatchObject({ outcome: 'queued', error: 'CircuitOpenError' });
      expect(lines.filter(({ breakerOpened }) => breakerOpened)).toHaveLength(1);
    });

    test('a probe that is answered brings the table back', async () => {
      let isBack = false;
      const { post } = await opened(async (...call) => (isBack ? { outcome: 'recorded' } : receipts.record(...call)));
      isBack = true;
      expect((await post(0)).statusCode).toBe(202);
      await jest.advanceTimersByTimeAsync(15_000);
      for (let more = 0; more < 3; more += 1) expect((await post(0)).statusCode).toBe(200);
    });
  });
});

describe('the log', () => {
  test('has one line per request: outcome, umid, state, sub-account, duration', async () => {
    let reads = 0;
    const { post, lines } = receiver({ now: () => new Date(NOW.getTime() + 7 * reads++) });
    await post({ body: RECEIPT_JSON });
    await post({ body: '{}' });
    await post({ body: INBOUND_SMS_JSON });
    expect(lines).toEqual([
      {
        outcome: 'recorded',

        durationMs: 7,
        umid: SAMPLE_UMID,
        state: 'undelivered',
        delivered: 0,
        errorCode: 15,
        subAccountId: 'SubAccount-1',
        lagMs: NOW.getTime() - Date.parse('2016-01-01T00:00:00Z'),
      },
      {
        outcome: 'invalid',

        durationMs: 7,
        reason: 'invalid',
        issues: 3,
        setAsideId: expect.stringMatching(/^[\da-f]{64}$/),
      },
      {
        outcome: 'set_aside',

        durationMs: 7,
        reason: 'other_webhook',
        setAsideId: expect.stringMatching(/^[\da-f]{64}$/),
      },
    ]);
  });

  test('tells no phone number, body or credential, wherever they are put', async () => {
    const phone = '+12025550293';
    const { post, lines } = receiver();
    const everywhere = sampleReceipt((b) => {
      Object.assign(b.payload, { source: phone, subAccountId: phone, clientMessageId: phone, [phone]: phone });
      Object.assign(b.payload.status, { state: phone, detail: phone, errorMessage: phone, errorCode: 12025550293 });
    });
    const headers = { authorization: `Bearer ${phone}` };
    for (const sketch of [
      { body: everywhere },
      { body: { ...everywhere, namespace: phone } },
      { body: { [phone]: JSON.parse('{"__proto__":1}') } },
      { body: { ...everywhere, payload: { ...everywhere.payload, umid: phone } } },
      { body: phone },
      { body: `<${phone}>`, headers: { 'content-type': 'text/xml' } },
      { body: everywhere, headers },
      { body: everywhere, headers: { 'content-type': phone } },
      { body: everywhere, query: { token: phone } },
    ]) {
      await post(sketch);
    }
    expect(lines).toHaveLength(9);
    expect(JSON.stringify(lines)).not.toMatch(/12025550293|a-token-for-tests/);
    expect(lines[0]).toMatchObject({ outcome: 'recorded', state: 'not_documented' });
  });
});
