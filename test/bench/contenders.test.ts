import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleContenders, type Entries } from '../../bench/bundling/nodejs-function.ts';
import type { ContenderName } from '../../bench/contenders/contenders.ts';
import { type FakeService, startFakeAws } from '../../bench/fake-aws/start.ts';
import { createBenchTables } from '../../bench/measure/bench-tables.ts';
import type { ColdStart } from '../../bench/measure/cold-start.ts';
import { lifeOfAMessage, sampleEvent } from '../../bench/measure/events.ts';
import { type BenchTables, functionEnvironment } from '../../bench/measure/function-environment.ts';
import { runChild } from '../../bench/measure/run-child.ts';
import { bundleFunctions } from '../../build/bundle.ts';
import { localClient } from '../../cli/deployment/dynamodb-client.ts';
import { engines } from '../support/engines.ts';

// In the project's folder: one contender takes the SDK from its node_modules
const dist = join(import.meta.dirname, '../../dist');
mkdirSync(dist, { recursive: true });
const folder = mkdtempSync(join(dist, 'contenders-'));
const suffix = randomUUID();
const tables: BenchTables = {
  receipts: `Receipts-${suffix}`,
  setAside: `SetAside-${suffix}`,
  idempotency: `Idempotency-${suffix}`,
  statuses: `Statuses-${suffix}`,
};
const [engine] = engines;
let entries: Entries;
let receiver: string;
let fake: FakeService;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  if (engine === undefined) throw new Error('The global setup starts at least one engine.');
  client = localClient(engine.endpoint);
  await createBenchTables(client, tables);
  fake = await startFakeAws();
  entries = await bundleContenders(join(folder, 'contenders'));
  await bundleFunctions(join(folder, 'functions'));
  receiver = join(folder, 'functions/receive/index.mjs');
}, 120_000);

afterAll(async () => {
  client.destroy();
  await fake.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Posts an event to a new container of a bundle, on the real engine. */
async function post(entry: string, event: object): Promise<ColdStart> {
  const eventFile = join(folder, `${randomUUID()}.json`);
  writeFileSync(eventFile, JSON.stringify(event));
  const env = functionEnvironment({ ...fake.plain, dynamoDb: engine?.endpoint ?? '' }, tables);
  return runChild({ node: process.execPath, script: 'cold-start.cjs', args: [entry, eventFile], env });
}

/** An item without our clock, which differs, and without what only the receiver keeps for the order of its writes. */
function comparable(item: Record<string, unknown> | undefined): object {
  const {
    firstReceivedAt: _,
    lastReceivedAt: __,
    expiresAt,
    version: ___,
    statusOrder: ____,
    history,
    ...rest
  } = item ?? {};
  const entries = (history ?? []) as Record<string, unknown>[];
  return { ...rest, expires: typeof expiresAt, history: entries.map(({ receivedAt, ...entry }) => entry) };
}

async function storedOf(umid: string) {
  return (await client.send(new GetCommand({ TableName: tables.receipts, Key: { umid } }))).Item;
}

const MESSAGE_ITEM = [
  'handSigned',
  'handSignedCommonJs',
  'bareEsm',
  'bareDefault',
  'bareDefaultMinified',
  'bareRuntimeSdk',
  'middyZodPowertools',
  'idempotentPut',
] as const satisfies readonly ContenderName[];

/** The sample as of another message. */
function sampleOf(umid: string) {
  const event = sampleEvent();
  return { ...event, body: event.body.replace('9e09ac86-bd74-5465-851d-1eb5a5fdbb9a', umid) };
}

describe.each(MESSAGE_ITEM)('%s', (name) => {
  test('stores what the receiver stores', async () => {
    const [theirs, ours] = [randomUUID(), randomUUID()];
    const answers = [await post(entries[name], sampleOf(theirs)), await post(receiver, sampleOf(ours))];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    const stored = comparable(await storedOf(theirs));
    expect(stored).toEqual({ ...comparable(await storedOf(ours)), umid: theirs });
    expect(Object.keys(stored)).toContain('errorReason');
  }, 30_000);
});

test('idempotentPut answers a copy of a receipt without writing it again', async () => {
  const event = sampleOf(randomUUID());
  const { umid } = JSON.parse(event.body).payload;
  await post(entries.idempotentPut, event);
  const before = await storedOf(umid);
  const { statusCode, body } = await post(entries.idempotentPut, event);
  expect({ statusCode, body: JSON.parse(body) }).toEqual({ statusCode: 200, body: { outcome: 'recorded', umid } });
  expect(await storedOf(umid)).toEqual(before);
  const kept = await client.send(new ScanCommand({ TableName: tables.idempotency }));
  expect(kept.Items?.map(({ status }) => status)).toContain('COMPLETED');
}, 30_000);

test('itemPerStatus stores one item for each status of a message, with what the receiver stores', async () => {
  const umid = randomUUID();
  for (const { event } of lifeOfAMessage(umid)) await post(entries.itemPerStatus, event);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tables.statuses,
      KeyConditionExpression: 'umid = :umid',
      ExpressionAttributeValues: { ':umid': umid },
    }),
  );
  expect(Items.map(({ state }) => state)).toEqual(['queued', 'sent', 'delivered']);
  const whole = randomUUID();
  await post(receiver, sampleOf(whole));
  await post(entries.itemPerStatus, sampleOf(whole));
  const { Items: [stored] = [] } = await client.send(
    new QueryCommand({
      TableName: tables.statuses,
      KeyConditionExpression: 'umid = :umid',
      ExpressionAttributeValues: { ':umid': whole },
    }),
  );
  const { status: _, ...attributes } = stored ?? {};
  expect(comparable(attributes)).toEqual({ ...comparable(await storedOf(whole)), history: [] });
}, 60_000);
