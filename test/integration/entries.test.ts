import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayProxyStructuredResultV2, SQSBatchResponse } from 'aws-lambda';
import { toQueueMessage } from '../../lambda/record/received-body.ts';
import { toEvent } from '../../local/http/event.ts';
import { API_KEY, startFakeVendor } from '../cli/support/fake-vendor.ts';
import { INBOUND_SMS_JSON, RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { engine, type FreshTables, freshTables } from '../support/engine.ts';
import { postReceipts, TOKEN } from '../support/events.ts';
import {
  type FakeEventBridge,
  type FakeFirehose,
  type FakeService,
  type FakeSqs,
  startFakeEventBridge,
  startFakeFirehose,
  startFakeSecretsManager,
  startFakeSqs,
} from '../support/fake-aws.ts';
import { receiptItem } from '../support/items.ts';
import { sqsEvent } from '../support/sqs-event.ts';
import { streamEvent } from '../support/stream-event.ts';
import { logFile, logRow } from '../support/vendor-log.ts';

const queued = (body: string) =>
  toQueueMessage({ bytes: Buffer.from(body), contentType: undefined, receivedAt: new Date() });

/** No time limit of a function ends, because a busy machine may miss it. */
const EXCEPT_TIME_OUTS = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
] as const;

/** The entries as Lambda loads them, on a real DynamoDB engine. Secrets Manager, SQS, EventBridge and Firehose are fakes. */
describe('the entries', () => {
  let tables: FreshTables;
  let secrets: FakeService;
  let sqs: FakeSqs;
  let bus: FakeEventBridge;
  let firehose: FakeFirehose;
  const environmentBefore = { ...process.env };

  beforeAll(async () => {
    [tables, secrets, sqs, bus, firehose] = await Promise.all([
      freshTables(),
      startFakeSecretsManager(TOKEN),
      startFakeSqs(),
      startFakeEventBridge(),
      startFakeFirehose(),
    ]);
    Object.assign(process.env, {
      RECEIPTS_TABLE: tables.receiptsTable,
      SET_ASIDE_TABLE: tables.setAsideTable,
      TOKEN_SECRET_ID: 'token',
      TOKEN_OVERLAP_HOURS: '24',
      RETENTION_DAYS: '90',
      LOG_PRICES: 'true',
      FALLBACK_QUEUE_URL: `${sqs.endpoint}/000000000000/fallback`,
      EVENT_BUS: 'receipts-bus',
      EVENT_FIELDS: 'destination',
      EVENT_DEAD_LETTER_QUEUE_URL: `${sqs.endpoint}/000000000000/events`,
      ARCHIVE_STREAM: 'archive',
      ARCHIVE_FIELDS: 'source',
      ARCHIVE_DEAD_LETTER_QUEUE_URL: `${sqs.endpoint}/000000000000/archive`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
      AWS_ENDPOINT_URL_SQS: sqs.endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
      AWS_ENDPOINT_URL_FIREHOSE: firehose.endpoint,
    });
    jest.resetModules();
    jest.useFakeTimers({ doNotFake: [...EXCEPT_TIME_OUTS] });
  });
  afterAll(async () => {
    jest.useRealTimers();
    process.env = environmentBefore;
    tables.client.destroy();
    await Promise.all([secrets.close(), sqs.close(), bus.close(), firehose.close()]);
  });

  const itemOf = async (umid: string) =>
    (await tables.client.send(new GetCommand({ TableName: tables.receiptsTable, Key: { umid }, ConsistentRead: true })))
      .Item;

  /** Runs a function, and returns its result and its log. */
  async function logged<T>(run: () => Promise<T>): Promise<[result: T, lines: string]> {
    const lines: string[] = [];
    const writers = [process.stdout, process.stderr].map((stream) =>
      jest.spyOn(stream, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0),
    );
    const result = await run();
    for (const writer of writers) writer.mockRestore();
    return [result, lines.join('')];
  }

  test('receive records, sets aside and refuses bodies, and logs each without personal data', async () => {
    const [answers, log] = await logged(async () => {
      const { handler } = await import('../../lambda/receive/receive.lambda.ts');
      const post = async (body: string, token = TOKEN): Promise<APIGatewayProxyStructuredResultV2> =>
        handler(postReceipts({ body, headers: { authorization: `Bearer ${token}` } }));
      return [
        await post(RECEIPT_JSON),
        await post(INBOUND_SMS_JSON),
        await post('{}'),
        await post(RECEIPT_JSON, 'wrong'),
      ];
    });
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 202, 400, 401]);
    expect(await itemOf(SAMPLE_UMID)).toMatchObject({ state: 'undelivered' });
    for (const outcome of ['recorded', 'set_aside', 'invalid', 'unauthenticated'])
      expect(log).toContain(`"${outcome}"`);
    expect(log).toContain(SAMPLE_UMID);
    expect(log.match(/"spend":[\d.]+,"currency":"\w+"/g)).toEqual(['"spend":0.0375,"currency":"USD"']);
    expect(log).not.toMatch(/12025550293|6581968289|Test MO message|a-token-for-tests|Bearer/i);
  });

  test('receive queues what the table cannot take, and redrive records it', async () => {
    process.env.RECEIPTS_TABLE = 'not-there';
    const [answer] = await logged(async () => {
      jest.resetModules();
      const { handler } = await import('../../lambda/receive/receive.lambda.ts');
      return handler(
        postReceipts({ body: RECEIPT_JSON.replaceAll(SAMPLE_UMID, 'A0000000-0000-4000-8000-000000000000') }),
      );
    });
    expect(answer).toMatchObject({ statusCode: 202, body: '{"outcome":"queued"}' });
    expect(sqs.messages).toHaveLength(1);

    process.env.RECEIPTS_TABLE = tables.receiptsTable;
    const [left, log] = await logged<SQSBatchResponse>(async () => {
      const { handler } = await import('../../lambda/redrive/redrive.lambda.ts');
      return handler(sqsEvent(sqs.messages.map(({ body }) => body)));
    });
    expect(left).toEqual({ batchItemFailures: [] });
    expect(await itemOf('a0000000-0000-4000-8000-000000000000')).toMatchObject({ state: 'undelivered' });
    expect(log).toContain('"recorded"');
    expect(log).not.toContain('12025550293');
  });

  test('redrive pauses bodies that fail after receive 4 for 8 to 16 seconds', async () => {
    process.env.RECEIPTS_TABLE = 'not-there';
    sqs.pauses.length = 0;
    const ids = ['first', 'second'];
    const [left] = await logged<SQSBatchResponse>(async () => {
      jest.resetModules();
      const { handler } = await import('../../lambda/redrive/redrive.lambda.ts');
      return handler(sqsEvent([RECEIPT_JSON, RECEIPT_JSON].map(queued), ids, 4));
    });
    process.env.RECEIPTS_TABLE = tables.receiptsTable;
    expect(left).toEqual({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
    expect(sqs.pauses.map(({ id }) => id)).toEqual(ids);
    for (const { seconds } of sqs.pauses) {
      expect(seconds).toBeGreaterThanOrEqual(8);
      expect(seconds).toBeLessThanOrEqual(16);
    }
  });

  test('publish puts the change of a status on the bus, and logs it without personal data', async () => {
    const [left, log] = await logged(async () => {
      const { handler } = await import('../../lambda/publish/publish.lambda.ts');
      return handler(streamEvent([{ after: receiptItem() }]));
    });
    expect(left).toEqual({ batchItemFailures: [] });
    expect(bus.accepted).toMatchObject([{ EventBusName: 'receipts-bus' }]);
    expect(JSON.parse(bus.accepted[0]?.Detail ?? '')).toMatchObject({ destination: '+12025550293' });
    expect(log).toContain('"published"');
    expect(log).not.toContain('12025550293');
  });

  test('archive puts the version of a message into Firehose, with the sender if it is wanted', async () => {
    const [left, log] = await logged(async () => {
      const { handler } = await import('../../lambda/archive/archive.lambda.ts');
      return handler(streamEvent([{ after: receiptItem() }]));
    });
    expect(left).toEqual({ batchItemFailures: [] });
    expect(firehose.accepted.map((data) => JSON.parse(data))).toMatchObject([{ umid: SAMPLE_UMID, source: '8x8' }]);
    expect(log).toContain('"archived"');
    expect(log).not.toContain('12025550293');
  });

  test('page sends strangers to the sign-in, and shows who is signed in a message, which is in the log without the number', async () => {
    const sessionKey = 'a-session-key-for-tests-of-48-characters';
    const secret = await startFakeSecretsManager(JSON.stringify({ sessionKey }));
    Object.assign(process.env, {
      PAGE_URL: 'https://page.example',
      // Nothing listens on the discard port
      PAGE_ISSUER: 'http://127.0.0.1:9',
      PAGE_CLIENT_ID: 'page',
      PAGE_SECRET_ID: 'page',
      PAGE_SCOPES: 'openid',
      PAGE_GROUPS_CLAIM: 'groups',
      PAGE_SESSION_HOURS: '8',
      PAGE_LOG_GROUP: 'page',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secret.endpoint,
    });
    try {
      const [answers, log] = await logged(async () => {
        const { handler } = await import('../../lambda/page/page.lambda.ts');
        const { createSealer } = await import('../../lambda/page/sealer.ts');
        const sealer = createSealer(
          async () => sessionKey,
          () => new Date(),
        );
        const session = await sealer.seal('session', { subject: 'ann-1', roles: ['support'] }, 60);
        const get = (url: string, cookie?: string) =>
          handler(
            toEvent(
              {
                method: 'GET',
                url,
                httpVersion: '1.1',
                headersDistinct: { host: ['page.example'], ...(cookie && { cookie: [cookie] }) },
                socket: {},
              },
              Buffer.alloc(0),
              { id: '1', at: new Date() },
            ),
          );
        const path = `/messages/${SAMPLE_UMID}`;
        return [await get(path), await get('/sign-in'), await get(path, `__Host-session=${session}`)];
      });
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([302, 502, 200]);
      expect(answers[2]?.body).toContain('+1 202 555 0293');
      const [fault, look] = log.trim().split('\n');
      expect(JSON.parse(fault ?? '')).toMatchObject({ level: 'ERROR', outcome: 'failed', reason: expect.any(String) });
      expect(JSON.parse(look ?? '')).toEqual({
        message: 'look',
        time: expect.any(String),
        kind: 'message',
        subject: 'ann-1',
        umids: [SAMPLE_UMID],
      });
    } finally {
      await secret.close();
    }
  });

  test('reconcile takes the steps from its queue, records missing statuses, and logs its metrics', async () => {
    const [vendor, apiKey] = await Promise.all([startFakeVendor(), startFakeSecretsManager(API_KEY)]);
    const row = logRow(1, { msisdn: '12025550293' });
    vendor.export = { states: ['succeeded'], files: [{ body: logFile([row]) }] };
    Object.assign(process.env, {
      RECONCILE_QUEUE_URL: `${sqs.endpoint}/000000000000/steps`,
      VENDOR_API_KEY_SECRET_ID: 'api-key',
      VENDOR_API_URL: vendor.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: apiKey.endpoint,
    });
    sqs.messages.length = 0;
    try {
      const [steps, log] = await logged(async () => {
        const { handler } = await import('../../lambda/reconcile/reconcile.lambda.ts');
        const bodies = [JSON.stringify({ step: 'start', subAccountId: 'Acme_1', hours: 96 })];
        for (let step = 0; step < bodies.length; step += 1) {
          const left = await handler(sqsEvent([bodies[step] ?? '']), { getRemainingTimeInMillis: () => 900_000 });
          expect(left).toEqual({ batchItemFailures: [] });
          bodies.push(...sqs.messages.splice(0).map(({ body }) => body));
        }
        return bodies.map((body) => JSON.parse(body).step);
      });
      expect(steps).toEqual(['start', 'poll', 'compare']);
      expect(await itemOf(row.umid ?? '')).toMatchObject({
        state: 'delivered',
        destination: '+12025550293',
        history: [{ origin: 'vendor_log' }],
      });
      const lines = log.trim().split('\n');
      expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
        level: 'INFO',
        outcome: 'reconciled',
        applied: 1,
        reconciledRows: 1,
        reconciledMissing: 1,
        reconciledBehind: 0,
        _aws: {
          CloudWatchMetrics: [
            { Namespace: 'SmsReceipts', Dimensions: [[], ['subAccountId']] },
            { Namespace: 'SmsReceipts', Dimensions: [[]] },
          ],
        },
      });
      expect(log).not.toMatch(/12025550293|order-1|an-api-key/);
      expect(vendor.faults).toEqual([]);
    } finally {
      await Promise.all([vendor.close(), apiKey.close()]);
    }
  });
});
