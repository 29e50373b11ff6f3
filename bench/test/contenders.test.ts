import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleFunctions } from '../../build/bundle.ts';
import type { Engine } from '../../local/engine/engine.ts';
import { startEngine } from '../../local/engine/start-engine.ts';
import { bundleContenders, CONTENDERS, type ContenderName, type Entries } from '../contenders/contenders.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { benchClient, createBenchTables } from '../measure/bench-tables.ts';
import type { ColdStart } from '../measure/cold-start.ts';
import { sampleEvent } from '../measure/events.ts';
import { functionEnvironment, TABLES } from '../measure/function-environment.ts';
import { runChild } from '../measure/run-child.ts';

const folder = mkdtempSync(join(tmpdir(), 'contenders-'));
let engine: Engine;
let entries: Entries;
let receiver: string;
let fake: FakeAws;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startEngine('dynamodb-local');
  client = benchClient(engine.endpoint);
  await createBenchTables(client);
  fake = await startFakeAws({ tls: false });
  entries = await bundleContenders(join(folder, 'contenders'));
  await bundleFunctions(join(folder, 'functions'));
  receiver = join(folder, 'functions/receive/index.mjs');
});

afterAll(async () => {
  client.destroy();
  await fake.stop();
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Posts an event to a new container of a bundle, on the real engine. */
async function post(entry: string, input: object): Promise<ColdStart> {
  const env = functionEnvironment({ ...fake.endpoints, dynamoDb: engine.endpoint });
  const child = { node: process.execPath, script: 'cold-start.cjs', entry, input, env };
  return (await runChild<ColdStart>(child)).measured;
}

/** An item without the times of our clock, which differ, and without the attributes that order the receiver's writes. */
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
  return (await client.send(new GetCommand({ TableName: TABLES.receipts, Key: { umid } }))).Item;
}

/** The sample for another message. */
function sampleOf(umid: string) {
  const event = sampleEvent();
  return { ...event, body: event.body.replace('9e09ac86-bd74-5465-851d-1eb5a5fdbb9a', umid) };
}

describe.each(Object.keys(CONTENDERS) as ContenderName[])('%s', (name) => {
  test('stores what the receiver stores', async () => {
    const [theirs, ours] = [randomUUID(), randomUUID()];
    const answers = [await post(entries[name], sampleOf(theirs)), await post(receiver, sampleOf(ours))];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    const stored = comparable(await storedOf(theirs));
    expect(stored).toEqual({ ...comparable(await storedOf(ours)), umid: theirs });
    expect(Object.keys(stored)).toContain('errorReason');
  });
});
