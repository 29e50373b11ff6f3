import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { bundleFunctions, ENTRY } from '../../build/bundle.ts';
import { toQueueMessage } from '../../lambda/record/received-body.ts';
import { RECEIPT_JSON } from '../fixtures/samples.ts';
import { temporaryFolder } from '../infra/support/synthesize.ts';
import { type FakeSqs, startFakeSqs } from '../support/fake-aws.ts';
import { type FaultyProxy, faultyProxy } from '../support/faulty-proxy.ts';
import { sqsEvent } from '../support/sqs-event.ts';

const folder = temporaryFolder();
const BODY = toQueueMessage({
  bytes: Buffer.from(RECEIPT_JSON),
  contentType: undefined,
  receivedAt: new Date('2026-01-01T00:00:00Z'),
});
/** Imports the bundle at its first argument, and prints the results for the events at its second one. */
const CONTAINER = `const { handler } = await import(process.argv[1]);
  const results = await Promise.all(JSON.parse(process.argv[2]).map((event) => handler(event)));
  console.log(JSON.stringify(results));
  process.exit();`;

let sqs: FakeSqs;
let dynamoDb: FaultyProxy;

beforeAll(async () => {
  await bundleFunctions(folder);
  sqs = await startFakeSqs();
  // Nothing listens on the discard port
  dynamoDb = await faultyProxy('http://127.0.0.1:9');
});

afterAll(async () => {
  await Promise.all([sqs?.close(), dynamoDb?.close()]);
});

/** Runs the built function in a process of its own. */
async function results(events: readonly SQSEvent[]): Promise<SQSBatchResponse[]> {
  const url = pathToFileURL(join(folder, 'redrive', ENTRY)).href;
  const options = ['--input-type=module', '-e', CONTAINER, url, JSON.stringify(events)];
  const { stdout } = await promisify(execFile)(process.execPath, options, {
    env: {
      RECEIPTS_TABLE: 'receipts',
      SET_ASIDE_TABLE: 'set-aside',
      RETENTION_DAYS: '90',
      FALLBACK_QUEUE_URL: `${sqs.endpoint}/000000000000/fallback`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
      AWS_ENDPOINT_URL_SQS: sqs.endpoint,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}

test('while DynamoDB throttles, the pauses of a body grow with its receives, from seconds to 3 minutes', async () => {
  dynamoDb.fault = 'throttled';
  const receives = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
  const events = receives.map((count) => sqsEvent([BODY], [`receive-${count}`], count));
  expect(await results(events)).toEqual(
    receives.map((count) => ({ batchItemFailures: [{ itemIdentifier: `receive-${count}` }] })),
  );
  const pauses = receives.map((count) => sqs.pauses.find(({ id }) => id === `receive-${count}`)?.seconds ?? 0);
  expect(dynamoDb.counts.throttled).toBeGreaterThanOrEqual(receives.length);
  receives.forEach((count, at) => {
    const longest = Math.min(2 ** count, 180);
    expect(pauses[at]).toBeGreaterThanOrEqual(longest / 2);
    expect(pauses[at]).toBeLessThanOrEqual(longest);
  });
});

test('the bodies of a batch are paused by one request, each apart', async () => {
  dynamoDb.fault = 'server-error';
  const before = sqs.pauses.length;
  const ids = Array.from({ length: 10 }, (_, at) => `body-${at}`);
  const [result] = await results([sqsEvent(Array(10).fill(BODY), ids, 8)]);
  expect(result?.batchItemFailures).toHaveLength(10);
  const pauses = sqs.pauses.slice(before);
  expect(pauses.map(({ id }) => id)).toEqual(ids);
  expect(new Set(pauses.map(({ seconds }) => seconds)).size).toBeGreaterThan(1);
});
