import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Message, summarize } from '../../lambda/receipt/message.ts';
import { isTerminal } from '../../lambda/receipt/status-order.ts';
import { expectedMessages } from '../../simulator/expect.ts';
import { generateLifecycles } from '../../simulator/generate-lifecycles.ts';
import type { MessageLifecycle } from '../../simulator/message-lifecycle.ts';
import { send } from '../../simulator/send.ts';
import { createClock } from '../../toolbox/clock.ts';
import { API_KEY, type FakeVendor, startFakeVendor } from '../cli/support/fake-vendor.ts';
import { runTool } from '../cli/support/run-tool.ts';
import { type FaultyProxy, faultyProxy } from '../support/faulty-proxy.ts';
import { logFile, logRowOf } from '../support/vendor-log.ts';
import { deployedStack, messagesIn, sqsClient } from './support/deployed-stack.ts';
import { eventually } from './support/eventually.ts';
import { changeVariables } from './support/function-variables.ts';
import { linesOf } from './support/logs.ts';
import { reschedule, schedulesOf } from './support/schedules.ts';

const SUB_ACCOUNT = 'Acme_1';
/** Instead of half an hour, so that a failed step is soon retried. After three times it is in the dead-letter queue. */
const RETRY_SECONDS = 10;
/** Longer than a step takes on a busy machine, so that none is received again while it runs. */
const STEP_SECONDS = 60;
/** The vendor's 131 seconds of retries pass in less than one. */
const CLOCK_FACTOR = 200;
/** How many messages are in the log that the tool reads. */
const PART = 10;
const FIRES_EACH_MINUTE = 'cron(* * * * ? *)';

const lifecycles = generateLifecycles({ seed: 13, messages: 24 });
/** Posted before the outage: all bodies of a third of the messages, half of another third, none of the rest. */
const before = lifecycles.map((lifecycle, index) => ({
  ...lifecycle,
  bodies: index % 3 === 0 ? [] : lifecycle.bodies.slice(0, Math.ceil(lifecycle.bodies.length / (index % 3))),
}));
/** Posted during the outage: the remaining bodies. */
const during = lifecycles.map((lifecycle, index) => ({
  ...lifecycle,
  bodies: lifecycle.bodies.slice(before[index]?.bodies.length),
}));
const countOf = (some: readonly MessageLifecycle[]) => some.flatMap(({ bodies }) => bodies).length;

// Without alarms, because the emulator has no metric math, which the alarm on missing receipts uses
const stack = deployedStack({ removalPolicy: 'destroy', reconcileSubAccounts: SUB_ACCOUNT, alarms: 'off' });
let vendor: FakeVendor;
let services: FaultyProxy;
let stepsQueueUrl: string;
/** The state of each message if no receipt were dropped. */
let expected: ReadonlyMap<string, Message>;

beforeAll(async () => {
  vendor = await startFakeVendor();
  services = await faultyProxy(stack.emulator.endpoint);
  await changeVariables(stack.emulator, 'ReceiveFunction', ({ FALLBACK_QUEUE_URL = '' }) => ({
    AWS_ENDPOINT_URL_DYNAMODB: services.endpoint,
    FALLBACK_QUEUE_URL: services.endpoint + new URL(FALLBACK_QUEUE_URL).pathname,
  }));
  const reconcile = await changeVariables(stack.emulator, 'ReconcileFunction', () => ({ VENDOR_API_URL: vendor.url }));
  stepsQueueUrl = reconcile.RECONCILE_QUEUE_URL ?? '';
  await hideReceivedSteps(RETRY_SECONDS);
  expected = await expectedMessages(lifecycles.flatMap(({ bodies }) => bodies));
});

afterAll(async () => {
  await Promise.all([services?.close(), vendor?.close()]);
});

/** Sets for how long a step is hidden once it was received. */
async function hideReceivedSteps(seconds: number): Promise<void> {
  const sqs = sqsClient(stack.emulator);
  const Attributes = { VisibilityTimeout: `${seconds}` };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: stepsQueueUrl, Attributes }));
  sqs.destroy();
}

/** Posts as the vendor does, with its retries. */
const post = (some: readonly MessageLifecycle[]) =>
  send(some, {
    post: async ({ body, contentType }) => {
      const { status, body: answer } = await stack.receiver.post(body, { 'content-type': contentType });
      return { statusCode: status, text: JSON.stringify(answer) };
    },
    clock: createClock(CLOCK_FACTOR),
    seed: 13,
    concurrency: 4,
  });

/** Messages whose item is missing, or has another state or detail than their last status. */
async function behind(): Promise<string[]> {
  const umids: string[] = [];
  for (const [umid, message] of expected) {
    const { state, detail } = summarize(message).current;
    const item = await stack.receiver.itemOf(umid);
    if (item?.state !== state || item?.detail !== detail) umids.push(umid);
  }
  return umids;
}

const rowsOf = (messages: readonly Message[]) =>
  messages.map((message) => logRowOf(message, { createdat: '2026-01-01 00:00:00', msisdn: '1202****93' }));

/** Runs the tool as a user does. */
const reconcile = (...args: string[]) =>
  runTool(['reconcile', '--sub-account', SUB_ACCOUNT, '--json', ...args], {
    ...stack.emulator.variables,
    EIGHT_BY_EIGHT_API_URL: vendor.url,
    EIGHT_BY_EIGHT_API_KEY: API_KEY,
  });

const reconcileLines = () => linesOf(stack.emulator, 'Reconcile');
const linesWith = (lines: readonly Record<string, unknown>[], outcome: string) =>
  lines.filter((line) => line.outcome === outcome);

let dropped: number;
let lost: string[];
/** Messages that the tool has not recovered. */
let lostBeforeRun: string[];

test("an outage of both services that outlasts the vendor's retries drops receipts", async () => {
  expect((await post(before)).dropped).toEqual([]);
  services.fault = 'refuse';
  const report = await post(during);
  services.fault = 'none';
  expect(report.answers).toEqual({ 503: 5 * countOf(during) });
  dropped = report.dropped.length;
  expect(dropped).toBe(countOf(during));
  lost = await behind();
  expect(lost.length).toBeGreaterThan(8);
});

test('receipts reconcile --apply brings the messages of a log to their last status', async () => {
  // The log has a part of the messages; the scheduled run recovers the rest
  const some = [...expected.values()].slice(0, PART);
  vendor.export = { states: ['succeeded'], files: [{ body: logFile(rowsOf(some)) }] };
  const lostOfSome = lost.filter((umid) => some.some((message) => message.umid === umid));
  expect(await reconcile()).toMatchObject({ code: 1, stderr: expect.stringContaining('Record them with --apply.') });
  expect(await behind()).toEqual(lost);
  const { code, stdout } = await reconcile('--apply', '--yes');
  expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, rows: PART, applied: lostOfSome.length });
  lostBeforeRun = await behind();
  process.stdout.write(
    `by the tool: messages left behind ${lostOfSome.length}, recovered ${lost.length - lostBeforeRun.length}\n`,
  );
  expect(lostBeforeRun).toEqual(lost.filter((umid) => !lostOfSome.includes(umid)));
  vendor.exports.started.length = 0;
});

test('the deployed schedule starts a run, which fails without an API key and says what to do', async () => {
  const [schedule, ...others] = await schedulesOf(stack.emulator);
  if (schedule === undefined) throw new Error('The stack has no schedule.');
  expect(others).toEqual([]);
  expect(schedule).toMatchObject({ ScheduleExpression: 'rate(1 day)', State: 'ENABLED' });
  expect(schedule.Target.Arn.split(':').at(-1)).toBe(stepsQueueUrl.split('/').at(-1));
  await reschedule(stack.emulator, schedule, FIRES_EACH_MINUTE);
  await eventually(
    () => messagesIn(stack.emulator, stepsQueueUrl),
    (count) => count > 0,
  );
  // At once, so that no second run starts in the next minute
  await reschedule(stack.emulator, schedule, schedule.ScheduleExpression);
  const lines = await eventually(reconcileLines, (all) => all.length > 0);
  expect(lines[0]).toMatchObject({
    level: 'ERROR',
    outcome: 'failed',
    subAccountId: SUB_ACCOUNT,
    error: expect.stringMatching(
      /^VendorError: The secret of the API key of 8x8 has no value\. Store the key: receipts store-key/,
    ),
  });
  expect(vendor.exports.started).toEqual([]);
});

test('once the key is stored, the same run brings every message to its last status', async () => {
  const rows = rowsOf([...expected.values()]);
  const half = rows.length / 2;
  vendor.export = {
    states: ['succeeded'],
    files: [{ body: logFile([...rows.slice(0, half), 'broken\n']) }, { body: logFile(rows.slice(half)) }],
  };
  const secrets = new SecretsManagerClient(stack.emulator.clientConfig);
  const SecretId = stack.outputs.ReconcileApiKeySecretArn ?? '';
  await secrets.send(new PutSecretValueCommand({ SecretId, SecretString: API_KEY }));
  secrets.destroy();
  await hideReceivedSteps(STEP_SECONDS);

  await eventually(reconcileLines, (all) => linesWith(all, 'reconciled').length >= vendor.export.files.length);
  const left = await behind();
  process.stdout.write(
    `receipts dropped ${dropped}; messages left behind ${lost.length}, recovered ${lost.length - left.length}, ` +
      `${lostBeforeRun.length - left.length} of them on the schedule\n`,
  );
  expect(left).toEqual([]);
  for (const umid of expected.keys()) {
    const { history } = (await stack.receiver.itemOf(umid)) ?? {};
    const origins = history.map(({ origin }: { origin?: string }) => origin);
    expect(origins.includes('vendor_log')).toBe(lost.includes(umid));
  }
  expect(vendor.faults).toEqual([]);
});

test('each file takes one invocation, whose log line has the metrics and no personal data', async () => {
  const lines = await reconcileLines();
  const files = linesWith(lines, 'reconciled');
  expect(files.map(({ file }) => file).sort()).toEqual([0, 1]);
  const sumOf = (name: string) => files.reduce((sum, line) => sum + Number(line[name]), 0);
  const neverPosted = before.filter(({ umid, bodies }) => bodies.length === 0 && lostBeforeRun.includes(umid)).length;
  expect({
    rows: sumOf('reconciledRows'),
    missing: sumOf('reconciledMissing'),
    behind: sumOf('reconciledBehind'),
    unfinished: sumOf('reconciledUnfinished'),
    unreadable: sumOf('reconciledUnreadable'),
  }).toEqual({
    rows: expected.size + 1,
    missing: neverPosted,
    behind: lostBeforeRun.length - neverPosted,
    unfinished: [...expected.values()].filter((message) => !isTerminal(summarize(message).current)).length,
    unreadable: 1,
  });
  for (const { _aws } of files) {
    // In total and, for some, by sub-account
    const [metrics] = (_aws as { CloudWatchMetrics: object[] }).CloudWatchMetrics;
    expect(metrics).toMatchObject({ Namespace: 'SmsReceipts', Dimensions: expect.arrayContaining([[]]) });
  }
  expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${API_KEY}|"Bearer|\\+\\d{7,}|1202`));
});

test('no step is left', async () => {
  // The log of a step is there before the step is deleted from the queue
  await eventually(
    () => messagesIn(stack.emulator, stepsQueueUrl),
    (count) => count === 0,
  );
  expect(await messagesIn(stack.emulator, stack.outputs.ReconcileDeadLetterQueueUrl)).toBe(0);
});
