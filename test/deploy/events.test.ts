import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, ListRulesCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { ListQueuesCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StatusChanged } from '../../contract/events.ts';
import { DAY_MS } from '../../toolbox/clock.ts';
import { ToolProcess } from '../cli/support/run-tool.ts';
import { INBOUND_SMS_JSON } from '../fixtures/samples.ts';
import { eventIssues } from '../support/contracts.ts';
import { type FaultyProxy, faultyProxy } from '../support/faulty-proxy.ts';
import { type Application, startApplication } from './support/application.ts';
import { messagesIn, sqsClient } from './support/deployed-stack.ts';
import { bootstrap, deploy, deployAsDocumented, type Outputs } from './support/deployment.ts';
import { type Emulator, startEmulator } from './support/emulator.ts';
import { eventually } from './support/eventually.ts';
import { changeVariables } from './support/function-variables.ts';
import { linesOf } from './support/logs.ts';
import { type DeployedReceiver, deployedReceiver, receiptOf } from './support/receiver.ts';

const CLIENT_MESSAGE_ID = '1e09ac86-bd74-5465-851d-1eb5a5fdbb9b';
const GUIDE = readFileSync(join(import.meta.dirname, '../../docs/events.md'), 'utf8');
/** The commands in the guide. */
const DOCUMENTED = [...GUIDE.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, command = '']) => command);

let emulator: Emulator;
let outputs: Outputs;
let receiver: DeployedReceiver;
let sqs: SQSClient;
let eventBridge: EventBridgeClient;
let bus: FaultyProxy;
let application: Application;
/** Events received from the example's queue so far. */
const received: { readonly detail: StatusChanged }[] = [];
let queueUrl: string;

beforeAll(async () => {
  application = await startApplication();
  const { url } = application;
  emulator = await startEmulator();
  await bootstrap(emulator);
  // In the guide's order: first the statuses, then the inbound SMS
  const guide = { RESEND_URL: `${url}/resend`, APPLICATION_URL: `${url}/inbound`, EVENT_BUS: '' };
  const settings = [...GUIDE.matchAll(/`"(events|otherWebhooks)": "(new|forward)"`/g)];
  const given: Record<string, string> = { removalPolicy: 'destroy' };
  for (const command of DOCUMENTED.filter((line) => line.includes('npx cdk deploy'))) {
    if (command === 'npx cdk deploy') {
      const [, name = '', value = ''] = settings.shift() ?? [];
      given[name] = value;
      ({ outputs } = await deploy(emulator, given));
    } else {
      const of = await deployAsDocumented(emulator, command, guide);
      if (command.includes('status-queue')) queueUrl = of.QueueUrl ?? '';
    }
    guide.EVENT_BUS = outputs.EventBusName ?? '';
  }
  // The emulator replaces a table whose stream changes, which AWS does not: the version has the name of the old table
  await changeVariables(emulator, 'Receive', () => ({}));
  receiver = await deployedReceiver(emulator, outputs);
  sqs = sqsClient(emulator);
  eventBridge = new EventBridgeClient(emulator.clientConfig);
  bus = await faultyProxy(emulator.endpoint);
});

afterAll(async () => {
  for (const client of [sqs, eventBridge]) client?.destroy();
  receiver?.close();
  await Promise.all([bus?.close(), application?.close(), emulator?.stop()]);
});

/** Of this run, because the resend example leaves out old statuses. */
const BEGAN_AT = Date.now();

const statusOf = (umid: string, state: string, second: number, more: object = {}) =>
  receiptOf(umid, { state, timestamp: new Date(BEGAN_AT + second * 1000).toISOString(), ...more });

/** Posts receipts one after another. Returns their outcomes. */
async function post(...bodies: object[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const body of bodies) outcomes.push(((await receiver.post(body)).body as { outcome: string }).outcome);
  return outcomes;
}

/** Waits until the queue has given `count` changes of a message, and returns all that it gave, each once: copies may come. */
async function changesOf(umid: string, count: number): Promise<StatusChanged[]> {
  const seen = () => changes().filter((detail) => detail.umid === umid);
  await eventually(
    async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
      );
      received.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
      return seen().length;
    },
    (number) => number >= count,
  );
  return seen();
}

/** The changes received so far, without copies. */
const changes = () => [...new Map(received.map(({ detail }) => [detail.id, detail])).values()];

test('the guide has the commands that this test follows', () => {
  expect(DOCUMENTED.map((command) => command.split(' -c')[0])).toEqual([
    'npx cdk deploy',
    'npx receipts listen',
    'cd examples/status-queue\nnpx cdk deploy',
    'QUEUE_URL="$QUEUE_URL" node --import tsx consumer.ts',
    'cd examples/resend\nnpx cdk deploy',
    'npx cdk deploy',
    'cd examples/inbound-sms\nnpx cdk deploy',
  ]);
});

describe('a life with duplicates, stale and late receipts', () => {
  const umid = randomUUID();

  test('publishes exactly the changes of the current status, in order', async () => {
    const started = Date.now();
    expect(
      await post(
        statusOf(umid, 'queued', 0),
        statusOf(umid, 'queued', 0),
        statusOf(umid, 'delivered', 3, { detail: 'delivered_to_operator' }),
        // Late
        statusOf(umid, 'sent', 1),
        statusOf(umid, 'undelivered', 4, { detail: 'undelivered_to_recipient', errorCode: 15 }),
        statusOf(umid, 'undelivered', 4, { detail: 'undelivered_to_recipient', errorCode: 15 }),
        // Only the timestamp is new
        statusOf(umid, 'undelivered', 5, { detail: 'undelivered_to_recipient', errorCode: 15 }),
        // Stale
        statusOf(umid, 'delivered', 2, { detail: 'delivered_to_operator' }),
      ),
    ).toEqual(['recorded', 'duplicate', 'recorded', 'stale', 'recorded', 'duplicate', 'recorded', 'stale']);
    const last = randomUUID();
    await post(statusOf(last, 'delivered', 0));
    const published = await changesOf(umid, 3);
    // The event of a later message shows that no other event came before
    await changesOf(last, 1);
    process.stdout.write(
      `From the first of 9 receipts to the last event: ${Date.now() - started} ms on the emulator\n`,
    );
    expect(await changesOf(umid, 3)).toEqual(published);
    expect(published).toMatchObject([
      { state: 'queued', terminal: false, id: expect.stringContaining(`${umid}:`) },
      { previousState: 'queued', state: 'delivered', detail: 'delivered_to_operator', terminal: false },
      { previousState: 'delivered', state: 'undelivered', terminal: true, errorCode: 15 },
    ]);
  });

  test('each event matches the schema, and has no personal data', async () => {
    const texts = JSON.stringify(received);
    expect(texts).not.toMatch(/12025550293|"source":"8x8"/);
    for (const { source, 'detail-type': type, time, detail } of received as never[] as Record<string, unknown>[]) {
      expect(eventIssues({ source, 'detail-type': type, time, detail })).toEqual([]);
    }
  });

  test('the resend example passes the undelivered message to the application, and no other or old one', async () => {
    const timestamp = new Date(BEGAN_AT - 2 * 3_600_000).toISOString();
    await post(receiptOf(randomUUID(), { state: 'undelivered', timestamp, errorCode: 15 }));
    // A later message shows that nothing came of it
    const later = randomUUID();
    await post(statusOf(later, 'undelivered', 0));
    const resent = () =>
      new Map(application.postedTo('/resend').map(({ idempotencyKey, body }) => [idempotencyKey, body]));
    await eventually(
      async () => [...resent().keys()],
      (umids) => [umid, later].every((each) => umids.includes(each)),
    );
    expect(new Set(resent().keys())).toEqual(new Set([umid, later]));
    expect(resent().get(umid)).toMatchObject({
      umid,
      state: 'undelivered',
      errorReason: 'Invalid destination',
    });
  });
});

/** The inbound SMS that the application got, each once. */
const inboundSms = () => [...new Set(application.postedTo('/inbound').map(({ body }) => JSON.stringify(body)))];
const inboundSmsOf = (text: string): string => INBOUND_SMS_JSON.replace('Test MO', text);

/** Posts an inbound SMS, and waits until the application has it. */
async function passInboundSms(body: string): Promise<void> {
  expect(await receiver.post(body)).toMatchObject({ status: 202 });
  const sms = JSON.stringify(JSON.parse(body));
  await eventually(
    async () => inboundSms(),
    (all) => all.includes(sms),
  );
}

test('an inbound SMS reaches the application as 8x8 posted it, and its copy does not', async () => {
  await passInboundSms(INBOUND_SMS_JSON);
  await passInboundSms(INBOUND_SMS_JSON);
  await passInboundSms(inboundSmsOf('Another'));
  expect(application.postedTo('/inbound').map(({ body }) => body)).toEqual([
    JSON.parse(INBOUND_SMS_JSON),
    JSON.parse(inboundSmsOf('Another')),
  ]);
});

test('an invalid body publishes nothing', async () => {
  expect(await receiver.post('{"namespace":"SMS"}')).toMatchObject({ status: 400 });
  // Later changes of both tables show that nothing came of it
  await passInboundSms(inboundSmsOf('Later'));
  const umid = randomUUID();
  await post(statusOf(umid, 'queued', 0));
  await changesOf(umid, 1);
  const arrived = changes().length + inboundSms().length;
  const publishedBy = (lines: readonly Record<string, unknown>[]) =>
    lines.reduce((sum, { published }) => sum + Number(published), 0);
  const lines = await eventually(
    () => linesOf(emulator, 'EventsPublish'),
    (all) => publishedBy(all) >= arrived,
  );
  expect(publishedBy(lines)).toBe(arrived);
  expect(JSON.stringify(lines)).not.toMatch(/12025550293|6581968289|Test MO/);
});

describe('while EventBridge fails', () => {
  const lives = Array.from({ length: 3 }, () => randomUUID());

  test('receipts are recorded, and their events wait', async () => {
    await changeVariables(emulator, 'EventsPublish', () => ({ AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint }));
    bus.fault = 'throttled';
    for (const umid of lives) {
      const outcomes = await post(
        statusOf(umid, 'queued', 0),
        statusOf(umid, 'sent', 1),
        statusOf(umid, 'delivered', 2),
      );
      expect(outcomes).toEqual(['recorded', 'recorded', 'recorded']);
    }
    await eventually(
      () => linesOf(emulator, 'EventsPublish'),
      (all) => all.filter(({ outcome }) => outcome === 'failed').length >= 2,
    );
  });

  test('afterwards no event is missing, and the events of each message are in order', async () => {
    bus.fault = 'none';
    for (const umid of lives) {
      const versions = (await changesOf(umid, 3)).map(({ id }) => Number(id.slice(`${umid}:`.length)));
      const [first = Number.NaN] = versions;
      expect(versions).toEqual([first, first + 1, first + 2]);
    }
    expect(await messagesIn(emulator, outputs.EventDeadLetterQueueUrl)).toBe(0);
  });
});

test('the consumer of the example prints each change once', async () => {
  const command = DOCUMENTED.find((line) => line.includes('consumer.ts')) ?? '';
  const consumer = spawn('bash', ['-c', `exec env ${command}`], {
    cwd: join(import.meta.dirname, '../../examples/status-queue'),
    env: { ...emulator.variables, QUEUE_URL: queueUrl },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    let printed = '';
    consumer.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    const umid = randomUUID();
    await post(statusOf(umid, 'sent', 1), statusOf(umid, 'sent', 1), statusOf(umid, 'delivered', 2));
    await eventually(
      async () => printed,
      (text) => text.includes('delivered\n'),
    );
    expect(printed.split('\n')).toEqual([`${CLIENT_MESSAGE_ID} is sent`, `${CLIENT_MESSAGE_ID} is delivered`, '']);
  } finally {
    consumer.kill('SIGKILL');
  }
});

describe('receipts listen', () => {
  const umid = randomUUID();
  const listen = (...args: string[]) => new ToolProcess(['listen', '--json', ...args], { ...emulator.variables });
  const temporaryNames = async () => {
    const rules = await eventBridge.send(
      new ListRulesCommand({ EventBusName: outputs.EventBusName, NamePrefix: 'receipts-listen-' }),
    );
    const queues = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'receipts-listen-' }));
    return [
      ...(rules.Rules ?? []).map(({ Name }) => Name),
      ...(queues.QueueUrls ?? []).map((queue) => queue.split('/').at(-1)),
    ];
  };

  test('shows only events that match its filter, and removes its rule and its queue after Ctrl-C', async () => {
    const listener = listen('--state', 'delivered', '--sub-account', 'SubAccount-1');
    await listener.untilListening();
    const [rule, queue] = await temporaryNames();
    expect(rule).toBe(queue);
    await post(statusOf(umid, 'sent', 1), statusOf(umid, 'delivered', 2));
    await listener.until(({ stdout }) => stdout.includes('\n'));
    listener.signal('SIGINT');
    expect((await listener.ended).code).toBe(130);
    expect(listener.lines.map((line) => JSON.parse(line).detail)).toMatchObject([{ umid, state: 'delivered' }]);
    expect(await temporaryNames()).toEqual([]);
  });

  test('removes the rule and the queue of a run that was killed a day ago, and keeps those of a running one', async () => {
    const killed = listen();
    await killed.untilListening();
    const [Name] = await temporaryNames();
    killed.signal('SIGKILL');
    await killed.ended;
    const other = listen();
    await other.untilListening();
    expect(await temporaryNames()).toHaveLength(4);

    const Description = `created at ${new Date(Date.now() - DAY_MS - 1000).toISOString()}`;
    const aged = { Name, EventBusName: outputs.EventBusName, EventPattern: '{"source":["none"]}', Description };
    await eventBridge.send(new PutRuleCommand(aged));
    const next = listen();
    await next.untilListening();
    expect(next.stderr).toContain('Removed the rule and the queue of 1 run that had been killed.');
    expect(await temporaryNames()).toHaveLength(4);
    for (const listener of [next, other]) listener.signal('SIGTERM');
    expect(await Promise.all([next.ended, other.ended])).toMatchObject([{ code: 143 }, { code: 143 }]);
    expect(await temporaryNames()).toEqual([]);
  });
});
