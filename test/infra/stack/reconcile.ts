import { describe, expect, test } from '@jest/globals';
import { Duration, Stack } from 'aws-cdk-lib';
import { DEFAULTS } from '../../../contract/defaults.ts';
import { SmsReceipts } from '../../../infra/construct/sms-receipts.ts';
import { readReconcileEnvironment } from '../../../lambda/environment.ts';
import { arnOf, roleOf, statement } from '../support/functions.ts';
import { bareApp, fakeBundles, synthesize } from '../support/synthesize.ts';
import { alarmsOf, logicalId, resource, withoutSettings } from '../support/template.ts';

const { template } = synthesize({ reconcileSubAccounts: 'Acme_1, Acme_2' });
const queue = logicalId(template, 'AWS::SQS::Queue', 'ReconcileSteps');
const deadLetters = logicalId(template, 'AWS::SQS::Queue', 'ReconcileDeadLetters');
const apiKey = logicalId(template, 'AWS::SecretsManager::Secret', 'ReconcileApiKey');
const { Properties: reconcile } = resource(template, 'AWS::Lambda::Function', 'ReconcileFunction');
const schedulesOf = (of: typeof template) =>
  Object.values(of.findResources('AWS::Scheduler::Schedule')).map(({ Properties }) => Properties);

test('without sub-accounts, the template has no resources for reconciling', () => {
  const { template: without } = synthesize({ reconcileSubAccounts: 'none' });
  expect(withoutSettings(without)).toEqual(withoutSettings(synthesize().template));
  expect(JSON.stringify(withoutSettings(without))).not.toMatch(/[Rr]econcile|Scheduler/);
});

describe('reconciling on a schedule', () => {
  test('starts once a day for each sub-account, with the messages of 96 hours', () => {
    const schedules = schedulesOf(template);
    expect(schedules.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual(['rate(1 day)', 'rate(1 day)']);
    expect(schedules.map(({ Target }) => JSON.parse(Target.Input))).toEqual([
      { step: 'start', subAccountId: 'Acme_1', hours: 96 },
      { step: 'start', subAccountId: 'Acme_2', hours: 96 },
    ]);
    expect(schedules[0]?.Target.Arn).toEqual(arnOf(queue));
  });

  test('may only send to its queue and use the key of the queue', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-1111-2222-333344445555';
    const { template: other } = synthesize({ reconcileSubAccounts: 'Acme_1', kmsKeyArn });
    const { role, policies } = roleOf(other, 'ReconcileSchedulerRole');
    expect(JSON.stringify(role)).toContain('scheduler.amazonaws.com');
    expect(policies.map(({ PolicyDocument }) => PolicyDocument)).toMatchObject([
      {
        Statement: [
          statement('StartSteps', 'sqs:SendMessage', arnOf(logicalId(other, 'AWS::SQS::Queue', 'ReconcileSteps'))),
          {
            ...statement('UseKeyOfQueues', ['kms:Decrypt', 'kms:GenerateDataKey'], kmsKeyArn),
            Condition: { StringEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } },
          },
        ],
      },
    ]);
  });

  test('follows the schedule, region and share that are set', () => {
    const { template: other } = synthesize({
      reconcileSubAccounts: ['Acme_1'],
      reconcileSchedule: 'rate(6 hours)',
      reconcileRegion: 'eu',
      reconcileMissingPercent: '5',
    });
    const [schedule] = schedulesOf(other);
    expect([schedule?.ScheduleExpression, JSON.parse(schedule?.Target.Input).hours]).toEqual(['rate(6 hours)', 78]);
    const { Environment } = resource(other, 'AWS::Lambda::Function', 'ReconcileFunction').Properties;
    expect(Environment).toMatchObject({ Variables: { VENDOR_API_URL: 'https://sms.8x8.uk' } });
    const alarms = alarmsOf(other);
    expect(alarms.get('receipts-missing-Acme_1')).toMatchObject({
      Threshold: 0.05,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
    expect(alarms.get('reconcile-not-run')).toMatchObject({
      Period: 21_600,
      EvaluationPeriods: 2,
      Statistic: 'SampleCount',
      TreatMissingData: 'breaching',
    });
  });

  test('the alarm on missing receipts names the share without rounding errors', () => {
    const { template: other } = synthesize({ reconcileSubAccounts: 'Acme_1', reconcileMissingPercent: 7 });
    expect(alarmsOf(other).get('receipts-missing-Acme_1')?.AlarmDescription).toContain('More than 7 % of the messages');
  });

  test('the secret of the API key has no value', () => {
    const { Properties } = resource(template, 'AWS::SecretsManager::Secret', 'ReconcileApiKey');
    expect(Object.keys(Properties)).toEqual(['Description']);
  });

  test('the function may read and record receipts, read the key and take steps, and nothing else', () => {
    const { policies } = roleOf(template, 'ReconcileRole');
    const table = arnOf(logicalId(template, 'AWS::DynamoDB::GlobalTable', 'TablesReceipts'));
    const logs = arnOf(logicalId(template, 'AWS::Logs::LogGroup', 'ReconcileLogs'));
    expect(policies.map(({ PolicyDocument }) => PolicyDocument)).toEqual([
      {
        Version: '2012-10-17',
        Statement: [
          statement('Reconcile', ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'], table),
          statement('ReadApiKey', 'secretsmanager:GetSecretValue', { Ref: apiKey }),
          statement(
            'TakeSteps',
            ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
            arnOf(queue),
          ),
          statement('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], logs),
        ],
      },
    ]);
  });

  test('the function has the environment that its entry reads', () => {
    const { Variables } = reconcile.Environment as { Variables: Record<string, unknown> };
    const given = Object.fromEntries(
      Object.entries(Variables).map(([name, value]) => [name, typeof value === 'string' ? value : 'resolved']),
    );
    expect(readReconcileEnvironment(given)).toMatchObject({
      vendorApiUrl: 'https://sms.8x8.com',
      retentionDays: DEFAULTS.retentionDays,
    });
  });

  test('may call itself through its queue as often as an export needs', () => {
    expect(reconcile.RecursiveLoop).toBe('Allow');
  });

  test('takes one step per invocation, within the visibility time-out, and gives it up after three attempts', () => {
    expect(reconcile.Timeout).toBe(900);
    const { Properties } = resource(template, 'AWS::SQS::Queue', 'ReconcileSteps');
    expect(Properties.VisibilityTimeout).toBeGreaterThan(900);
    expect(Properties.RedrivePolicy).toEqual({ deadLetterTargetArn: arnOf(deadLetters), maxReceiveCount: 3 });
    const source = resource(template, 'AWS::Lambda::EventSourceMapping', 'ReconcileSource').Properties;
    expect(source).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  test.each([
    [{ subAccounts: [] }, /at least one sub-account/],
    [{ subAccounts: ['a', 'a'] }, /each once/],
    [{ subAccounts: ['a'], every: Duration.days(4) }, /reconcile\.every in hours is 96/],
    [{ subAccounts: ['a'], missingShare: 2 }, /missingShare is 2/],
    [{ subAccounts: ['a'], apiUrl: 'http://sms.8x8.com' }, /reconcile\.apiUrl is http:\/\/sms\.8x8\.com: must begin/],
  ])('%j is refused', (props, message) => {
    const stack = new Stack(bareApp(), 'Refused');
    expect(() => new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), reconcile: props })).toThrow(message);
  });

  test.each([
    [Duration.days(1), 3],
    [Duration.hours(25), 4],
    [Duration.days(3), 5],
  ])('every %s with a retention of %d days is refused', (every, days) => {
    const stack = new Stack(bareApp(), 'Refused');
    const props = { bundles: fakeBundles(), reconcile: { subAccounts: ['a'], every } };
    expect(() => new SmsReceipts(stack, 'Short', { ...props, retention: Duration.days(days) })).toThrow(
      `retention in days is ${days}: must be at least ${days + 1} with reconcile`,
    );
    expect(() => new SmsReceipts(stack, 'Long', { ...props, retention: Duration.days(days + 1) })).not.toThrow();
  });
});
