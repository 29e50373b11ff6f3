import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { INBOUND_SMS_JSON, RECEIPT_JSON, RECEIPT_XML, SAMPLE_UMID, sampleReceipt } from '../fixtures/samples.ts';
import { engine, type FreshTables, freshTables } from '../support/engine.ts';
import { receiverOn } from '../support/receiver.ts';

const { endpoint } = engine;

describe('the handler', () => {
  let tables: FreshTables;
  let receiver: ReturnType<typeof receiverOn>;
  beforeAll(async () => {
    tables = await freshTables(endpoint);
    receiver = receiverOn(tables);
  });
  afterAll(() => tables.client.destroy());

  const messageOf = async (umid: string) =>
    (await tables.client.send(new GetCommand({ TableName: tables.receiptsTable, Key: { umid }, ConsistentRead: true })))
      .Item;
  const setAside = async () =>
    (await tables.client.send(new ScanCommand({ TableName: tables.setAsideTable }))).Items ?? [];

  test('records the life of a message, in JSON and XML, upper and lower case', async () => {
    const status = (state: string, minute: number) =>
      sampleReceipt((b) => {
        b.payload.umid = SAMPLE_UMID.toUpperCase();
        b.payload.status = { state, timestamp: `2015-12-31T23:5${minute}:00Z` };
      });
    const xml = { body: RECEIPT_XML, headers: { 'content-type': 'text/xml' } };
    for (const [sketch, outcome] of [
      [{ body: status('queued', 0) }, 'recorded'],
      [xml, 'recorded'],
      [{ body: RECEIPT_JSON }, 'duplicate'],
      [{ body: status('sent', 1) }, 'stale'],
      [xml, 'duplicate'],
    ] as const) {
      expect(await receiver.post(sketch)).toMatchObject({ statusCode: 200, json: { outcome, umid: SAMPLE_UMID } });
    }
    expect(await messageOf(SAMPLE_UMID)).toMatchObject({
      state: 'undelivered',
      errorReason: 'Invalid destination',
      history: [{ state: 'queued' }, { state: 'sent' }, { state: 'undelivered' }],
    });
  });

  test('50 concurrent receipts of one message are all answered 200 and converge', async () => {
    const umid = '11111111-1111-4111-8111-111111111111';
    const receipts = Array.from({ length: 50 }, (_, at) =>
      sampleReceipt((b) => {
        b.payload.umid = umid;
        b.payload.status = { state: at % 2 ? 'sent' : 'delivered', timestamp: `2016-01-01T00:00:${10 + (at % 25)}Z` };
      }),
    );
    const answers = await Promise.all(
      receipts.map(async (body) => {
        let answer = await receiver.post({ body });
        // On a busy machine the engine may exceed the time limit of a request. The vendor would also post again
        while (answer.statusCode === 503) answer = await receiver.post({ body });
        return answer;
      }),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    const item = await messageOf(umid);
    expect(item).toMatchObject({ state: 'delivered', statusTimestamp: '2016-01-01T00:00:34Z' });
    expect(item?.history).toHaveLength(50);
  });

  describe('the set-aside table', () => {
    test('holds each invalid body once, with its problems and its count', async () => {
      for (let time = 0; time < 5; time += 1)
        expect((await receiver.post({ body: '{"namespace":"SMS"}' })).statusCode).toBe(400);
      const [item] = (await setAside()).filter(({ body }) => body === '{"namespace":"SMS"}');
      expect(item).toEqual({
        id: expect.stringMatching(/^[\da-f]{64}$/),
        reason: 'invalid',
        problems: [
          { pointer: '/eventType', detail: 'is required' },
          { pointer: '/payload', detail: 'is required' },
        ],
        body: '{"namespace":"SMS"}',
        contentType: 'application/json',
        firstReceivedAt: expect.any(String),
        lastReceivedAt: expect.any(String),
        count: 5,
        expiresAt: expect.any(Number),
      });
      const expected = Date.parse(String(item?.lastReceivedAt)) / 1000 + 30 * 86_400;
      expect(item?.expiresAt).toBe(Math.floor(expected));
    });

    test('holds other webhooks unchanged', async () => {
      expect((await receiver.post({ body: INBOUND_SMS_JSON })).statusCode).toBe(202);
      const kept = (await setAside()).filter(({ reason }) => reason === 'other_webhook');
      expect(kept).toMatchObject([{ body: INBOUND_SMS_JSON, problems: [] }]);
    });

    test('holds an empty body and a binary body', async () => {
      const bytes = Buffer.of(0xff, 0x00, 0xfe);
      expect((await receiver.post({ body: '' })).statusCode).toBe(400);
      expect((await receiver.post({ body: bytes.toString('base64'), isBase64Encoded: true })).statusCode).toBe(400);
      const bodies = (await setAside()).map(({ body }) => body);
      expect(bodies).toContain('');
      expect(bodies.filter((body) => body instanceof Uint8Array).map((body) => Buffer.from(body))).toEqual([bytes]);
    });

    test('holds a receipt whose item would outgrow DynamoDB', async () => {
      const umid = '22222222-2222-4222-8222-222222222222';
      const big = (minute: number) =>
        sampleReceipt((b) => {
          b.payload.umid = umid;
          b.payload.status = {
            state: 'sent',
            timestamp: `2016-01-01T00:0${minute}:00Z`,
            errorMessage: 'x'.repeat(60_000),
          };
        });
      const answers = [];
      for (let minute = 0; minute < 10; minute += 1) answers.push(await receiver.post({ body: big(minute) }));
      expect(answers.at(-1)).toMatchObject({ statusCode: 202, json: { outcome: 'set_aside' } });
      expect(receiver.lines.at(-1)).toMatchObject({
        outcome: 'not_storable',
        error: expect.stringContaining('NotStorableError'),
      });
      const refused = answers.filter(({ statusCode }) => statusCode !== 200).length;
      expect((await setAside()).filter(({ reason }) => reason === 'not_storable')).toHaveLength(refused);
    });

    test('holds a body whose issues have long pointers, and the answer is bounded', async () => {
      const name = 'n'.repeat(3000);
      const body = `[${Array(15).fill(`{"${name}":{"__proto__":1}}`).join()}]`;
      const answer = await receiver.post({ body });
      expect(answer.statusCode).toBe(400);
      expect(answer.json.errors).toHaveLength(15);
      expect(JSON.stringify(answer.json).length).toBeLessThan(5000);
      expect((await setAside()).find((item) => item.body === body)?.problems).toEqual(answer.json.errors);
    });

    test('does not hold a receipt with names that DynamoDB refuses, because it is recorded', async () => {
      const umid = '33333333-3333-4333-8333-333333333333';
      const odd = { '': 'nameless', ['x'.repeat(300)]: 1 };
      const body = sampleReceipt((b) => Object.assign(b.payload, { umid, ...odd }));
      expect(await receiver.post({ body })).toMatchObject({ statusCode: 200 });
      expect(await messageOf(umid)).toMatchObject({ extraText: JSON.stringify(odd) });
    });
  });
});
