import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, waitUntilTableNotExists } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTables } from '../../local/create-tables.ts';
import { INBOUND_SMS_JSON, RECEIPT_XML, SAMPLE_UMID } from '../fixtures/samples.ts';
import { type FaultyProxy, faultyProxy } from '../support/faulty-proxy.ts';
import { deployedStack, messagesIn } from './support/deployed-stack.ts';
import { eventually } from './support/eventually.ts';
import { changeVariables } from './support/function-variables.ts';
import { linesOf } from './support/logs.ts';
import { receiptOf } from './support/receiver.ts';

/** Longer than the longest pause of a body in the queue. */
const DRAINED_WITHIN_MS = 240_000;

const stack = deployedStack({ removalPolicy: 'destroy', retentionDays: '7' });
const countIn = (queueUrl: string) => messagesIn(stack.emulator, queueUrl);

/** Counts the attempts of the redrive function that could not record a body. */
async function failedRedrives(): Promise<number> {
  const lines = await linesOf(stack.emulator, 'Redrive');
  return lines.filter(({ outcome }) => outcome === 'unavailable').length;
}

async function deleteTables(): Promise<void> {
  const client = stack.receiver.dynamoDb;
  for (const TableName of [stack.outputs.ReceiptsTableName, stack.outputs.SetAsideTableName]) {
    await client.send(new DeleteTableCommand({ TableName }));
    await waitUntilTableNotExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
  }
}

function restoreTables(): Promise<void> {
  return createTables(stack.receiver.dynamoDb, {
    receiptsTable: stack.outputs.ReceiptsTableName,
    setAsideTable: stack.outputs.SetAsideTableName,
  });
}

describe('while the tables are gone', () => {
  const LIFE = ['queued', 'sent', 'delivered'].map((state, second) => ({
    state,
    timestamp: `2026-01-01T00:00:0${second}Z`,
  }));
  const messages = Array.from({ length: 4 }, () => randomUUID());
  const inXml = randomUUID();
  const INVALID = '{"namespace":"SMS"}';
  const BODIES = messages.length * LIFE.length + 3;
  let outageEnded: string;

  test('every body is queued', async () => {
    await deleteTables();
    // One after the other: on a busy machine, a cold start for each body would take longer than an answer may
    const answers = [
      await stack.receiver.post(RECEIPT_XML.replace(SAMPLE_UMID, inXml), { 'content-type': 'text/xml' }),
    ];
    const receipts = messages.flatMap((umid) => LIFE.map((status) => receiptOf(umid, status)));
    for (const body of [...receipts, INVALID, INBOUND_SMS_JSON]) answers.push(await stack.receiver.post(body));
    expect(answers).toEqual(
      Array.from({ length: BODIES }, () => ({
        status: 202,
        contentType: 'application/json',
        body: { outcome: 'queued' },
      })),
    );
  });

  test('bodies that cannot be redriven stay in the queue', async () => {
    expect(await countIn(stack.outputs.FallbackQueueUrl)).toBe(BODIES);
    await eventually(failedRedrives, (times) => times > BODIES);
    expect(await countIn(stack.outputs.FallbackQueueUrl)).toBe(BODIES);
  });

  test('the queue drains once the tables are back', async () => {
    outageEnded = new Date().toISOString();
    await restoreTables();
    await eventually(
      () => countIn(stack.outputs.FallbackQueueUrl),
      (count) => count === 0,
      DRAINED_WITHIN_MS,
    );
    expect(await countIn(stack.outputs.DeadLetterQueueUrl)).toBe(0);
  });

  test('each message is complete, with the original receive times of its receipts', async () => {
    for (const umid of messages) {
      const item = await stack.receiver.itemOf(umid);
      expect(item).toMatchObject({ state: 'delivered', terminal: true });
      expect(item?.history).toMatchObject(LIFE);
      for (const { receivedAt } of item?.history ?? []) expect(receivedAt < outageEnded).toBe(true);
    }
    expect(await stack.receiver.itemOf(inXml)).toMatchObject({ state: 'undelivered', errorCode: 15 });
  });

  test('bodies that are not receipts are set aside', async () => {
    expect(await stack.receiver.setAsideOf(INVALID)).toMatchObject({ reason: 'invalid', body: INVALID });
    expect(await stack.receiver.setAsideOf(INBOUND_SMS_JSON)).toMatchObject({ reason: 'other_webhook' });
  });

  test('each body is counted as redriven, and each status once as recorded', async () => {
    const lines = await linesOf(stack.emulator, 'Redrive');
    const redriven = lines.filter((line) => line.redriven === 1).map(({ messageId }) => messageId);
    // SQS may deliver a body twice
    expect(new Set(redriven).size).toBe(BODIES);
    expect(lines.filter(({ receipts }) => receipts === 1)).toHaveLength(BODIES - 2);
  });

  test('the next receipt is recorded at once', async () => {
    const umid = randomUUID();
    expect(await stack.receiver.post(receiptOf(umid))).toMatchObject({
      status: 200,
      body: { outcome: 'recorded', umid },
    });
  });
});

describe('while DynamoDB throttles', () => {
  const umid = randomUUID();
  let dynamoDb: FaultyProxy;

  beforeAll(async () => {
    dynamoDb = await faultyProxy(stack.emulator.endpoint);
    const endpoint = { AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint };
    await changeVariables(stack.emulator, 'Receive', () => endpoint);
    await changeVariables(stack.emulator, 'Redrive', () => endpoint);
  });

  afterAll(() => dynamoDb?.close());

  test('a body is queued, and paused for seconds each time that it fails', async () => {
    dynamoDb.fault = 'throttled';
    const before = await failedRedrives();
    expect(await stack.receiver.post(receiptOf(umid))).toMatchObject({ status: 202, body: { outcome: 'queued' } });
    // The queue's own visibility time-out allows one attempt in 3 minutes
    await eventually(failedRedrives, (times) => times >= before + 3);
  });

  test('it is recorded within seconds of the end', async () => {
    dynamoDb.fault = 'none';
    const item = await eventually(
      () => stack.receiver.itemOf(umid),
      (found) => found !== undefined,
    );
    expect(item).toMatchObject({ umid, state: 'sent' });
    // The item is there before its body is deleted from the queue
    await eventually(
      () => countIn(stack.outputs.FallbackQueueUrl),
      (count) => count === 0,
    );
  });
});
