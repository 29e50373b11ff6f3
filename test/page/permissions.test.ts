import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PAGE_ACTIONS } from '../../contract/page-actions.ts';
import { createApp } from '../../page/app.ts';
import { cloudWatchActivity } from '../../page/cloudwatch-activity.ts';
import { cloudWatchOperations } from '../../page/cloudwatch-operations.ts';
import { localClient } from '../../toolbox/dynamodb-client.ts';
import { INBOUND_SMS_JSON, SAMPLE_UMID, sampleReceipt } from '../fixtures/samples.ts';
import { connectionTo, engine, type FreshTables, freshTables, LONG_TIMEOUTS } from '../support/engine.ts';
import { receiverOn } from '../support/receiver.ts';
import { recordingProxy } from '../support/recording-proxy.ts';
import { type FakeCloudWatch, startFakeCloudWatch } from './support/fake-cloudwatch.ts';

const BROKEN = '{"namespace":';
const BROKEN_ID = createHash('sha256').update(BROKEN).digest('hex');
const { batchId, destination, clientMessageId } = sampleReceipt().payload as unknown as Record<string, string>;

let tables: FreshTables;
let dynamoDb: Awaited<ReturnType<typeof recordingProxy>>;
let fake: FakeCloudWatch;
let cloudWatch: CloudWatchClient;
let app: ReturnType<typeof createApp>;
const cloudWatchCalls: string[] = [];

beforeAll(async () => {
  [tables, dynamoDb, fake] = await Promise.all([
    freshTables(),
    recordingProxy(engine.endpoint),
    startFakeCloudWatch(() => ({})),
  ]);
  const { post } = receiverOn(tables);
  await post({ body: sampleReceipt() });
  await post({ body: BROKEN });
  // A search by number reads inbound SMS, to find a STOP
  await post({ body: INBOUND_SMS_JSON });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  cloudWatch = new CloudWatchClient({ endpoint: fake.endpoint, region: 'us-east-1', credentials });
  cloudWatch.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        cloudWatchCalls.push(`cloudwatch:${`${commandName}`.replace(/Command$/, '')}`);
        return next(args);
      },
    { step: 'initialize' },
  );
  const client = localClient(dynamoDb.endpoint, { requestHandler: LONG_TIMEOUTS });
  app = createApp({
    connection: connectionTo({ ...tables, client }),
    readActivity: (now) => cloudWatchActivity(cloudWatch, 'SmsReceipts', now),
    readOperations: (now) => cloudWatchOperations(cloudWatch, 'SmsReceipts', { 'Fallback queue': 'queue' }, now),
  });
});
afterAll(async () => {
  cloudWatch.destroy();
  tables.client.destroy();
  await Promise.all([dynamoDb.close(), fake.close()]);
});

type Part = keyof typeof PAGE_ACTIONS;

/** What these pages call, as actions of IAM. */
async function callsOf(paths: readonly string[]): Promise<Partial<Record<Part, string[]>>> {
  for (const path of paths) {
    const { status } = await app.request(path, { headers: { host: 'localhost' } });
    expect([200, 303, 404]).toContain(status);
  }
  const calls = new Map<Part, Set<string>>();
  const add = (part: Part, action: string) => calls.set(part, new Set([...(calls.get(part) ?? []), action]));
  for (const { operation, input } of dynamoDb.requests) {
    const names = [input.TableName, ...Object.keys(input.RequestItems ?? {})];
    const ofReceipts = names.includes(tables.receiptsTable);
    expect(ofReceipts).toBe(!names.includes(tables.setAsideTable));
    const [table, indexes] = ofReceipts
      ? (['receiptsTable', 'receiptsIndexes'] as const)
      : (['setAsideTable', 'setAsideIndexes'] as const);
    add('IndexName' in input ? indexes : table, `dynamodb:${operation}`);
  }
  for (const call of cloudWatchCalls) add('metrics', call);
  return Object.fromEntries([...calls].map(([part, actions]) => [part, [...actions].sort()]));
}

test('the pages call exactly what the role of the function may do on tables and metrics', async () => {
  const searches = [SAMPLE_UMID, `${clientMessageId}`, `${batchId}`, encodeURIComponent(`${destination}`), 'nothing'];
  const calls = await callsOf([
    '/',
    '/now',
    ...searches.map((text) => `/?q=${text}`),
    `/messages/${SAMPLE_UMID}`,
    `/batches/${batchId}`,
    `/batches.csv?id=${batchId}`,
    '/insights',
    '/set-aside',
    `/set-aside/${BROKEN_ID}`,
  ]);
  const parts = ['receiptsTable', 'receiptsIndexes', 'setAsideTable', 'setAsideIndexes', 'metrics'] as const;
  expect(calls).toEqual(Object.fromEntries(parts.map((part) => [part, [...PAGE_ACTIONS[part]].sort()])));
});

test.each<[file: string, service: string, Part[]]>([
  ['lambda/page/read-looks.ts', 'logs', ['looks', 'lookResults']],
  ['lambda/page/page-secret.ts', 'secretsmanager', ['secret']],
  ['lookup/archive/query-athena.ts', 'athena', ['archiveWorkGroup']],
])('%s uses exactly the actions on %s that the role of the function may do', (file, service, parts) => {
  const source = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
  const [, imported = ''] = /import {([^}]*)} from '@aws-sdk\/client-/.exec(source) ?? [];
  const calls = [...imported.matchAll(/(\w+)Command\b|\bpaginate(\w+)/g)].map(
    ([, command, paginated]) => `${service}:${command ?? paginated}`,
  );
  expect(calls.sort()).toEqual(parts.flatMap((part) => [...PAGE_ACTIONS[part]]).sort());
});
