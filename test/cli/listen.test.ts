import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, expect, test } from '@jest/globals';
import { openDeployedFeed } from '../../cli/listen/deployed-feed.ts';
import { openLocalFeed } from '../../cli/listen/local-feed.ts';
import { removeLeftovers } from '../../cli/listen/temporary-rule.ts';
import { DAY_MS, HOUR_MS } from '../../toolbox/clock.ts';
import { engine, freshTables } from '../support/engine.ts';
import { useDeployment } from './support/deployment.ts';
import { addEventService } from './support/event-service.ts';
import type { FakeStack } from './support/fake-stack.ts';

const deployed = useDeployment();
beforeEach(async () => {
  await deployed.reset();
  deployed.stack.outputs.EventBusName = 'receipts';
});

function servicesOf({ endpoint }: FakeStack) {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  return { events: new EventBridgeClient(config), sqs: new SQSClient(config) };
}

test('a permission that is missing is named, even if it is needed to clean up, too', async () => {
  addEventService(deployed.stack);
  deployed.stack.denied.add('CreateQueue').add('GetQueueUrl');
  const run = await deployed.runHere(['listen']);
  expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('not authorized to perform: CreateQueue') });
});

test('a stack that publishes no events says what to do', async () => {
  delete deployed.stack.outputs.EventBusName;
  const run = await deployed.runHere(['listen']);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('The stack SmsReceipts publishes no events. Set events to new');
});

test.each([
  { state: 'undeliverd', warns: true },
  { state: 'undelivered', warns: false },
])('--state $state warns that 8x8 documents no such state: $warns', async ({ state, warns }) => {
  addEventService(deployed.stack);
  // Ends the run
  deployed.stack.denied.add('ReceiveMessage');
  const { stderr } = await deployed.runHere(['listen', '--state', state]);
  expect(stderr).toContain('Listening for status changes.');
  expect(/8x8 documents no state undeliverd\. It documents queued, .*\. Nothing may come\./.test(stderr)).toBe(warns);
});

test('only rules of runs that began more than a day ago are removed, whatever machine they ran on', async () => {
  const { rules } = addEventService(deployed.stack);
  const now = new Date('2026-01-03T00:00:00.000Z');
  const described = {
    'receipts-listen-1': 'created at 2026-01-01T23:59:59.999Z',
    'receipts-listen-2': 'created at 2026-01-02T00:00:00.000Z',
    'receipts-listen-3': 'created at 2026-01-03T00:30:00.000Z',
    'receipts-listen-4': `host 0123456789ab, process ${process.pid}, alive at 2026-01-01T00:00:00.000Z`,
    'receipts-listen-5': 'host 0123456789ab, process 99999999, alive at 2026-01-02T12:00:00.000Z',
    'receipts-listen-6': 'a rule of somebody else, created at 2020-01-01T00:00:00.000Z',
    'receipts-listen-7': undefined,
  };
  for (const name of Object.keys(described)) rules.add(name);
  const Rules = Object.entries(described).map(([Name, Description]) => ({ Name, Description }));
  deployed.stack.operations.ListRules = () => ({ Rules });
  const services = servicesOf(deployed.stack);
  expect(await removeLeftovers(services, 'receipts', now)).toBe(2);
  expect([...rules].map((name) => name.at(-1))).toEqual(['2', '3', '5', '6', '7']);
});

test('a run ends before its rule is old enough to be removed by another', async () => {
  const { rules, queues } = addEventService(deployed.stack);
  const services = servicesOf(deployed.stack);
  let now = Date.parse('2026-01-01T00:00:00.000Z');
  const feed = await openDeployedFeed('receipts', {}, { services, now: () => new Date(now) });
  const interruption = new AbortController();
  let events = 0;
  const follow = feed.follow(async () => {
    events += 1;
    if (events === 2) now += DAY_MS - HOUR_MS / 2;
    if (events === 5) interruption.abort();
  }, interruption.signal);
  await expect(follow).rejects.toThrow('A run ends after 23 hours. Run the command again to go on.');
  expect({ events, rules: rules.size }).toEqual({ events: 2, rules: 1 });
  await feed.close();
  expect([...rules, ...queues]).toEqual([]);
});

test('tables without a stream, such as those of dynalite, are refused with the reason', async () => {
  const { client, ...tables } = await freshTables();
  client.destroy();
  await expect(openLocalFeed(engine.endpoint, tables)).rejects.toThrow(/has no stream\. .*dynalite has no streams\.$/);
});
