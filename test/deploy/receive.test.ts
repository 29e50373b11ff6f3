import { randomUUID } from 'node:crypto';
import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { INBOUND_SMS_JSON, RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { deployedStack } from './support/deployed-stack.ts';
import { deleteStack, deploy } from './support/deployment.ts';
import { ACCOUNT, REGION } from './support/emulator.ts';
import { changeVariables } from './support/function-variables.ts';
import { linesOf } from './support/logs.ts';
import { receiptOf } from './support/receiver.ts';
import { schedulesOf } from './support/schedules.ts';

const SETTINGS = {
  removalPolicy: 'destroy',
  retentionDays: '7',
  alarmEmail: 'on-call@example.com',
  silenceAlarmMinutes: '60',
  probeMinutes: '60',
  // Without it the probe would post to a host of AWS
  domainName: 'receipts.localhost',
  certificateArn: `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/0a1b2c3d-0000-1111-2222-333344445555`,
};
const SECONDS_PER_DAY = 86_400;

const stack = deployedStack(SETTINGS);

async function umidsBy(index: string, key: string, value: string): Promise<unknown[]> {
  const { Items = [] } = await stack.receiver.dynamoDb.send(
    new QueryCommand({
      TableName: stack.outputs.ReceiptsTableName,
      IndexName: index,
      KeyConditionExpression: '#key = :value',
      ExpressionAttributeNames: { '#key': key },
      ExpressionAttributeValues: { ':value': value },
    }),
  );
  return Items.map(({ umid }) => umid);
}

describe("the vendor's sample life of a message", () => {
  test.each([
    ['queued', receiptOf(SAMPLE_UMID, { state: 'queued', timestamp: '2015-12-31T23:59:57.21Z' }), 'recorded'],
    ['sent', receiptOf(SAMPLE_UMID, { state: 'sent', timestamp: '2015-12-31T23:59:58.06Z' }), 'recorded'],
    ['undelivered', RECEIPT_JSON, 'recorded'],
    ['undelivered, once more', RECEIPT_JSON, 'duplicate'],
    ['sent, late', receiptOf(SAMPLE_UMID, { state: 'sent', timestamp: '2016-01-01T00:00:00.38Z' }), 'stale'],
  ])('%s', async (_, body, outcome) => {
    expect(await stack.receiver.post(body)).toMatchObject({ status: 200, body: { outcome, umid: SAMPLE_UMID } });
  });

  test('is one item with all data of its receipts', async () => {
    const item = await stack.receiver.itemOf(SAMPLE_UMID);
    expect(item).toMatchObject({
      umid: SAMPLE_UMID,
      state: 'undelivered',
      detail: 'rejected_by_operator',
      statusTimestamp: '2016-01-01T00:00:00Z',
      errorCode: 15,
      errorMessage: 'Invalid destination',
      terminal: true,
      priceTotal: 0.0375,
      smsCount: 3,
      destination: '+12025550293',
    });
    expect(item?.history.map(({ state }: { state: string }) => state)).toEqual([
      'queued',
      'sent',
      'sent',
      'undelivered',
    ]);
  });

  test('expires after the retention that is set', async () => {
    const item = await stack.receiver.itemOf(SAMPLE_UMID);
    // The late `sent` came last, perhaps in another second
    const [last] =
      item?.history
        .map(({ receivedAt }: { receivedAt: string }) => receivedAt)
        .sort()
        .reverse() ?? [];
    expect(item?.expiresAt).toBe(Math.floor(Date.parse(last) / 1000) + 7 * SECONDS_PER_DAY);
  });

  test.each([
    ['byClientMessageId', 'clientMessageId', '1e09ac86-bd74-5465-851d-1eb5a5fdbb9b'],
    ['byDestination', 'destination', '+12025550293'],
    ['byBatchId', 'batchId', '3e09ac86-bd74-5465-851d-1eb5a5fdbb9b'],
  ])('is found by %s', async (index, key, value) => {
    expect(await umidsBy(index, key, value)).toContain(SAMPLE_UMID);
  });
});

describe('the log', () => {
  test('has a line for each receipt, with metrics in the namespace of the stack', async () => {
    const lines = (await linesOf(stack.emulator, 'Receive')).filter(({ umid }) => umid === SAMPLE_UMID);
    expect(lines.map(({ outcome }) => outcome).sort()).toEqual([
      'duplicate',
      'recorded',
      'recorded',
      'recorded',
      'stale',
    ]);
    const lag = { Namespace: 'SmsReceipts', Dimensions: [[]], Metrics: expect.arrayContaining([{ Name: 'lagMs' }]) };
    for (const line of lines.filter(({ outcome }) => outcome !== 'duplicate')) {
      expect(line).toMatchObject({ receipts: 1, _aws: { CloudWatchMetrics: expect.arrayContaining([lag]) } });
    }
  });

  test('has no phone number and no credential', async () => {
    expect(JSON.stringify(await linesOf(stack.emulator, 'Receive'))).not.toMatch(/12025550293|Bearer/);
  });
});

describe('the probe', () => {
  let lambda: LambdaClient;
  beforeAll(() => {
    lambda = new LambdaClient(stack.emulator.clientConfig);
  });
  afterAll(() => lambda.destroy());

  const probeAt = async (url: string) => {
    await changeVariables(stack.emulator, 'Probe', () => ({ PROBE_URL: url }));
    const [schedule] = await schedulesOf(stack.emulator);
    const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: schedule?.Target.Arn }));
    return { failed: FunctionError !== undefined, answer: new TextDecoder().decode(Payload) };
  };

  test('records a test receipt through the address of the API, with the token of the stack', async () => {
    expect(await probeAt(stack.receiver.url)).toMatchObject({ failed: false });
    const { Items = [] } = await stack.receiver.dynamoDb.send(
      new ScanCommand({ TableName: stack.outputs.ReceiptsTableName }),
    );
    expect(Items.filter(({ subAccountId }) => subAccountId === 'test:probe')).toMatchObject([{ state: 'sent' }]);
  });

  test('fails at an address where nobody answers', async () => {
    const { failed, answer } = await probeAt('http://127.0.0.1:9/receipts');
    expect(failed).toBe(true);
    expect(answer).toContain('127.0.0.1:9 did not answer: ');
  });
});

describe('set aside', () => {
  test('an inbound SMS, as one item however often it is posted', async () => {
    for (let copy = 0; copy < 2; copy++) {
      expect(await stack.receiver.post(INBOUND_SMS_JSON)).toMatchObject({
        status: 202,
        body: { outcome: 'set_aside' },
      });
    }
    expect(await stack.receiver.setAsideOf(INBOUND_SMS_JSON)).toMatchObject({ reason: 'other_webhook', count: 2 });
  });
});

describe('credentials', () => {
  test.each([
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['a missing token', { authorization: '' }],
  ])('%s is refused, and nothing is kept', async (_, headers) => {
    const umid = randomUUID();
    expect(await stack.receiver.post(receiptOf(umid), headers)).toMatchObject({
      status: 401,
      contentType: 'application/problem+json',
    });
    expect(await stack.receiver.itemOf(umid)).toBeUndefined();
  });
});

test.each([
  ['GET', ''],
  ['PUT', ''],
  ['POST', '/other'],
])('%s /receipts%s is not found', async (method, path) => {
  const response = await fetch(stack.receiver.url + path, {
    method,
    headers: { authorization: `Bearer ${stack.receiver.token}` },
  });
  expect(response.status).toBe(404);
});

describe('afterwards', () => {
  test('a second deployment of the same app changes nothing', async () => {
    const { printed, outputs: again } = await deploy(stack.emulator, SETTINGS);
    expect(printed).toContain('(no changes)');
    expect(again).toEqual(stack.outputs);
  });

  test('deleting the stack of a trial deletes its tables', async () => {
    await deleteStack(stack.emulator);
    await expect(stack.receiver.itemOf(SAMPLE_UMID)).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(stack.receiver.setAsideOf(INBOUND_SMS_JSON)).rejects.toBeInstanceOf(ResourceNotFoundException);
  });
});
