import { writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { checkAccount } from '../../cli/check/check-account.ts';
import type { WebhooksApi } from '../../eight-by-eight/webhooks-api.ts';
import { FIRST_TOKEN, useDeployment } from './support/deployment.ts';
import { ACCOUNT, API_KEY } from './support/fake-vendor.ts';
import { settingsFolder } from './support/settings-folder.ts';

const OAUTH = { url: 'https://a.example', clientId: 'a', clientSecret: 'b', credentialsLocation: 'header' };

const wired = () => ({
  subAccountId: '*',
  url: deployed.callbackUrl,
  enabled: true,
  httpAuthorization: `Bearer ${FIRST_TOKEN}`,
});
const deployed = useDeployment();
beforeEach(async () => {
  await deployed.reset();
  deployed.vendor.webhooks.set('*', wired());
  deployed.stack.reconcileKey = API_KEY;
});

const { file: settingsFile } = settingsFolder();
beforeEach(() => writeFileSync(settingsFile, '{}'));

const check = (...more: string[]) =>
  deployed.runHere(['check', '--account', ACCOUNT, '--settings-file', settingsFile, ...more]);

describe('receipts check', () => {
  test('prints a line for each check, and leaves nothing in the table', async () => {
    const run = await check();
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.replace(/\d+ ms/g, 'N ms').split('\n')).toEqual([
      'ok       stack              SmsReceipts in us-east-1',
      'ok       account            the whole account (*): posts to the stack, enabled, with a credential',
      'ok       endpoint           answers in N ms, and refuses a post without the token',
      'ok       receipt            a test receipt was recorded in N ms, read from the table, and removed',
      'ok       fallback queue     empty',
      'ok       dead-letter queue  empty',
      `ok       settings           as in ${settingsFile}`,
      'ok       routes             no request to a wrong path in the last 24 hours',
      'ok       Lambda quota       1,000 executions at once in this account',
      'ok       receive limit      the function shares the executions of the account',
      'ok       redrive limit      at most 10 of 1,000 unreserved executions',
      "ok       API throttle       10,000 requests a second, burst 5,000, of the account's 10,000 requests a second, burst 5,000",
      'ok       throttling         no write and no execution in the last 24 hours',
      '',
    ]);
    expect(await deployed.items()).toEqual([]);
  });

  test('a sub-account without a webhook of its own is wired by that of the whole account', async () => {
    expect(await check('--sub-account', 'Acme_1')).toMatchObject({ code: 0 });
    deployed.vendor.webhooks.set('Acme_1', { ...wired(), subAccountId: 'Acme_1', url: 'https://other.example' });
    const run = await check('--sub-account', 'Acme_1');
    expect(run.stdout).toContain('Instead: Acme_1 posts to https://other.example/.');
  });

  test('a token in the URL of the webhook is a credential, and is not shown', async () => {
    deployed.vendor.webhooks.set('*', {
      subAccountId: '*',
      url: `${deployed.callbackUrl}?token=${FIRST_TOKEN}`,
      enabled: true,
    });
    const run = await check();
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('posts to the stack, enabled, with a') });
    expect(run.stdout).not.toContain(FIRST_TOKEN);
  });

  test.each<{ what: string; change: () => unknown; check: string; says: string }>([
    {
      what: 'the webhook posts elsewhere',
      change: () => deployed.vendor.webhooks.set('*', { ...wired(), url: 'https://other.example/?k=secret' }),
      check: 'account',
      says: 'Instead: * posts to https://other.example/?k=***',
    },
    { what: 'no webhook', change: () => deployed.vendor.webhooks.clear(), check: 'account', says: 'It has none' },
    {
      what: 'a webhook that is not enabled',
      change: () => deployed.vendor.webhooks.set('*', { ...wired(), enabled: false }),
      check: 'account',
      says: 'is not enabled',
    },
    {
      what: 'a webhook without a credential',
      change: () => deployed.vendor.webhooks.set('*', { subAccountId: '*', url: deployed.callbackUrl, enabled: true }),
      check: 'account',
      says: 'has no credential',
    },
    {
      what: 'a webhook with OAuth',
      change: () => deployed.vendor.webhooks.set('*', { subAccountId: '*', url: deployed.callbackUrl, oauth: OAUTH }),
      check: 'account',
      says: 'uses OAuth, which the receiver does not accept',
    },
    {
      what: 'a table that is not there',
      change: () => Object.assign(deployed.stack.outputs, { ReceiptsTableName: 'no-such-table' }),
      check: 'receipt',
      says: 'AWS does not have what the stack names',
    },
    {
      what: 'a token that the endpoint does not accept yet',
      change: async () => {
        await deployed.post('{}');
        deployed.stack.tokens.push({ token: 'newer', storedAt: new Date() });
      },
      check: 'receipt',
      says: 'does not accept the token of the stack',
    },
    {
      what: 'receipts in the fallback queue',
      change: () => Object.assign(deployed.stack.queued, { fallback: 2 }),
      check: 'fallback queue',
      says: '2 receipts in it',
    },
    {
      what: 'as many receipts in flight as SQS allows',
      change: () => Object.assign(deployed.stack.inFlight, { fallback: 119_990 }),
      check: 'fallback queue',
      says: '120,000 are in flight, and SQS allows no more',
    },
    {
      what: 'a receipt in the dead-letter queue',
      change: () => Object.assign(deployed.stack.queued, { 'dead-letter': 1 }),
      check: 'dead-letter queue',
      says: '1 receipt in it',
    },
  ])('$what: only the check "$check" fails', async ({ change, check: failing, says }) => {
    await change();
    const run = await check('--json');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(`check failed: ${failing}.`);
    const results = JSON.parse(run.stdout) as { check: string; result: string; detail: string }[];
    expect(results.filter(({ result }) => result !== 'ok')).toMatchObject([
      { check: failing, result: 'failed', detail: expect.stringContaining(says) },
    ]);
  });

  test.each([
    { stack: 'SmsReceipts', subAccount: undefined, remedy: 'Run receipts wire.' },
    { stack: 'Messaging', subAccount: undefined, remedy: 'Run receipts wire --stack Messaging.' },
    { stack: 'Messaging', subAccount: 'Acme_1', remedy: 'Run receipts wire --stack Messaging --sub-account Acme_1.' },
  ])('the remedy names the stack and sub-account that were checked: $remedy', async ({ stack, subAccount, remedy }) => {
    const unwired = { read: async () => [] } as unknown as WebhooksApi;
    expect(await checkAccount(unwired, { name: stack, callbackUrl: deployed.callbackUrl }, subAccount)).toMatchObject({
      result: 'failed',
      detail: expect.stringContaining(remedy),
    });
  });

  test('fails if nothing listens at the endpoint', async () => {
    Object.assign(deployed.stack.outputs, { CallbackUrl: 'http://127.0.0.1:9/receipts' });
    const run = await deployed.runHere(['check', '--account', ACCOUNT, '--settings-file', settingsFile]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('check failed: account, endpoint, receipt.');
    expect(run.stdout).toContain('FAILED   endpoint           No connection to 127.0.0.1:9: nothing listens there.');
  });

  test('skips the account and the queues if none are known', async () => {
    for (const name of ['FallbackQueueUrl', 'DeadLetterQueueUrl']) delete deployed.stack.outputs[name];
    const run = await deployed.runHere(['check', '--json', '--settings-file', settingsFile]);
    expect(run.code).toBe(0);
    const results = JSON.parse(run.stdout) as { check: string; result: string }[];
    expect(results.filter(({ result }) => result === 'skipped').map(({ check }) => check)).toEqual([
      'account',
      'fallback queue',
      'dead-letter queue',
      'redrive limit',
    ]);
  });
});

describe('receipts check of what the settings add', () => {
  const TOPIC = 'arn:aws:sns:us-east-1:000000000000:alarms';
  const TICKETS = 'arn:aws:sns:us-east-1:000000000000:tickets';
  const added = (settings: object = { reconcileSubAccounts: 'Acme_1,Acme_2' }) => {
    writeFileSync(settingsFile, JSON.stringify(settings));
    Object.assign(deployed.stack.outputs, {
      EventDeadLetterQueueUrl: `${deployed.stack.endpoint}/000000000000/events`,
      ReconcileDeadLetterQueueUrl: `${deployed.stack.endpoint}/000000000000/steps`,
      ReconcileApiKeySecretArn: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Key-AbCdEf',
      AlarmTopicArn: TOPIC,
      ProbeFunctionName: 'SmsReceipts-Probe',
      EventBusName: 'receipts',
      Settings: JSON.stringify(settings).replaceAll('"', '&quot;'),
    });
  };
  const results = async () => {
    const { code, stdout } = await check('--json');
    return { code, all: JSON.parse(stdout) as { check: string; result: string; detail: string }[] };
  };

  test('all is well', async () => {
    added();
    deployed.stack.outputs.TicketTopicArn = TICKETS;
    const { code, all } = await results();
    expect(code).toBe(0);
    expect(all).toEqual(
      expect.arrayContaining([
        { check: 'failed events', result: 'ok', detail: 'empty' },
        { check: 'failed reconciles', result: 'ok', detail: 'empty' },
        {
          check: 'reconcile key',
          result: 'ok',
          detail: 'stored, and accepted by 8x8 from this machine, for Acme_1, Acme_2',
        },
        {
          check: 'event quota',
          result: 'ok',
          detail: expect.stringContaining('EventBridge passes on 18,750 events a second in us-east-1'),
        },
        { check: 'probe', result: 'ok', detail: '288 test receipts recorded in the last 24 hours' },
        { check: 'alarm topic', result: 'ok', detail: 'the alarms go to 1 confirmed subscriber' },
        { check: 'ticket topic', result: 'ok', detail: 'the alarms that can wait go to 1 confirmed subscriber' },
      ]),
    );
    expect(deployed.vendor.exports.started).toEqual([]);
  });

  test.each<{ what: string; change: () => unknown; check: string; result: string; says: string }>([
    {
      what: 'no key',
      change: () => Object.assign(deployed.stack, { reconcileKey: undefined }),
      check: 'reconcile key',
      result: 'failed',
      says: 'receipts store-key',
    },
    {
      what: 'a key that 8x8 does not accept',
      change: () => Object.assign(deployed.stack, { reconcileKey: 'another' }),
      check: 'reconcile key',
      result: 'failed',
      says: '8x8 does not accept the API key (401)',
    },
    {
      what: 'no permission to read the key',
      change: () => {
        const { GetSecretValue } = deployed.stack.operations;
        deployed.stack.operations.GetSecretValue = ({ SecretId = '' }) =>
          SecretId.includes('Key') ? { __type: 'AccessDeniedException' } : GetSecretValue?.({ SecretId });
      },
      check: 'reconcile key',
      result: 'skipped',
      says: 'needs the permission secretsmanager:GetSecretValue',
    },
    {
      what: 'events that were not published',
      change: () => Object.assign(deployed.stack.queued, { events: 2 }),
      check: 'failed events',
      result: 'failed',
      says: '2 events in it. They were not published',
    },
    {
      what: 'steps that failed',
      change: () => Object.assign(deployed.stack.queued, { steps: 1 }),
      check: 'failed reconciles',
      result: 'failed',
      says: '1 failed step in it.',
    },
    {
      what: 'no subscriber',
      change: () => Object.assign(deployed.stack.subscribers, { [TOPIC]: { confirmed: 0, pending: 0 } }),
      check: 'alarm topic',
      result: 'warning',
      says: `aws sns subscribe --topic-arn ${TOPIC}`,
    },
    {
      what: 'no subscriber of the tickets',
      change: () => {
        deployed.stack.outputs.TicketTopicArn = TICKETS;
        deployed.stack.subscribers[TICKETS] = { confirmed: 0, pending: 0 };
      },
      check: 'ticket topic',
      result: 'warning',
      says: `aws sns subscribe --topic-arn ${TICKETS}`,
    },
    {
      what: 'a subscriber that has not confirmed',
      change: () => Object.assign(deployed.stack.subscribers, { [TOPIC]: { confirmed: 0, pending: 1 } }),
      check: 'alarm topic',
      result: 'warning',
      says: '1 subscriber must confirm',
    },
    {
      what: 'no permission to read the topic',
      change: () => deployed.stack.denied.add('GetTopicAttributes'),
      check: 'alarm topic',
      result: 'skipped',
      says: 'needs the permission sns:GetTopicAttributes',
    },
    {
      what: 'probes that failed',
      change: () => Object.assign(deployed.stack, { probe: { Invocations: 288, Errors: 2 } }),
      check: 'probe',
      result: 'warning',
      says: '2 of 288 test receipts of the last 24 hours were not recorded',
    },
    {
      what: 'a probe without a schedule',
      change: () => Object.assign(deployed.stack, { probe: { Invocations: 0, Errors: 0 } }),
      check: 'probe',
      result: 'warning',
      says: 'No probe ran',
    },
    {
      what: 'requests to a wrong path',
      change: () => Object.assign(deployed.stack, { withoutRoute: 5 }),
      check: 'routes',
      result: 'warning',
      says: '5 requests had a wrong path or method and got 404',
    },
  ])('$what: "$check" is $result', async ({ change, check: name, result, says }) => {
    added();
    change();
    const { code, all } = await results();
    expect(all.filter((one) => one.result !== 'ok')).toEqual([
      { check: name, result, detail: expect.stringContaining(says) },
    ]);
    expect(code).toBe(result === 'failed' ? 1 : 0);
  });

  test('without published settings, 8x8 is not asked about the key', async () => {
    added();
    delete deployed.stack.outputs.Settings;
    const { all } = await results();
    expect(all).toContainEqual({
      check: 'reconcile key',
      result: 'ok',
      detail: expect.stringContaining('8x8 was not asked'),
    });
  });
});
