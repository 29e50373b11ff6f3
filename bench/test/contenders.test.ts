import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bundleFunctions } from '../../build/bundle.ts';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { createTables } from '../../local/create-tables.ts';
import type { Engine } from '../../local/engine/engine.ts';
import { startEngine } from '../../local/engine/start-engine.ts';
import { SAMPLE_UMID } from '../../test/fixtures/samples.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { bundleContenders, CONTENDERS, type ContenderName, type Entries } from '../contenders/contenders.ts';
import { type FakeAws, startFakeAws } from '../fake-aws.ts';
import { recordIn } from '../measure/container.ts';
import { sampleEvent } from '../measure/events.ts';
import { functionEnvironment } from '../measure/function-environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'contenders-'));
let engine: Engine;
let entries: Entries;
let receiver: string;
let fake: FakeAws;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startEngine('dynamodb-local');
  client = localClient(engine.endpoint);
  await createTables(client);
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

/** Posts the sample for another message to a new container of a bundle, on the real engine. Returns the stored item. */
async function recordedBy(entry: string, umid: string): Promise<ReceiptItem> {
  const env = functionEnvironment({ ...fake.endpoints, dynamoDb: engine.endpoint });
  const event = sampleEvent();
  const events = [{ ...event, body: event.body.replace(SAMPLE_UMID, umid) }];
  await recordIn({ node: process.execPath, entry, env }, { events });
  const stored = await client.send(new GetCommand({ TableName: LOCAL_TABLES.receiptsTable, Key: { umid } }));
  return stored.Item as ReceiptItem;
}

test.each(Object.keys(CONTENDERS) as ContenderName[])('%s stores what the receiver stores', async (name) => {
  const umid = randomUUID();
  const theirs = await recordedBy(entries[name], umid);
  // Both order the receiver's writes
  const { version, statusOrder, ...ours } = await recordedBy(receiver, randomUUID());
  const time = expect.any(String);
  const times = { firstReceivedAt: time, lastReceivedAt: time, expiresAt: expect.any(Number) };
  const history = ours.history.map((entry) => ({ ...entry, receivedAt: time }));
  expect(theirs).toEqual({ ...ours, ...times, history, umid });
  expect(Object.keys(theirs)).toContain('errorReason');
});
