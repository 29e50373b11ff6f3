import { expect, test } from '@jest/globals';
import { readRedriveEnvironment } from '../../../lambda/environment.ts';
import { BATCH_TIMEOUT_MS } from '../../../lambda/redrive/redrive.ts';
import { arnOf, liveOf, roleOf, statement } from '../support/functions.ts';
import { synthesize } from '../support/synthesize.ts';
import { logicalId, resource } from '../support/template.ts';

const { template } = synthesize();
const table = (name: string) => logicalId(template, 'AWS::DynamoDB::GlobalTable', name);
const queue = logicalId(template, 'AWS::SQS::Queue', 'FallbackQueue');
const functionWith = (settings?: Record<string, unknown>) =>
  resource(synthesize(settings).template, 'AWS::Lambda::Function', 'Redrive').Properties;
const sourceWith = (settings?: Record<string, unknown>) =>
  resource(synthesize(settings).template, 'AWS::Lambda::EventSourceMapping').Properties;

test('has a longer time-out than its limit for a batch', () => {
  expect(functionWith().Timeout).toBeGreaterThan(BATCH_TIMEOUT_MS / 1000);
});

test('takes ten bodies at once from the fallback queue, and returns only those that fail', () => {
  template.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
  expect(sourceWith()).toEqual({
    FunctionName: liveOf(template, 'Redrive'),
    EventSourceArn: arnOf(queue),
    BatchSize: 10,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 20 },
  });
});

test.each([
  [{}, 20],
  [{ warmWriteUnits: '12000' }, 60],
  [{ warmWriteUnits: '200000' }, 100],
  [{ warmWriteUnits: '12000', redriveConcurrency: '25' }, 25],
])('with %j it has at most %i concurrent executions', (settings, MaximumConcurrency) => {
  expect(sourceWith(settings).ScalingConfig).toEqual({ MaximumConcurrency });
});

test('has no reserved concurrency', () => {
  expect(functionWith({ reservedConcurrency: '50' })).not.toHaveProperty('ReservedConcurrentExecutions');
});

test('gets the tables, the retention and the queue, and no token', () => {
  const { Variables } = functionWith({ retentionDays: '7' }).Environment as { Variables: Record<string, unknown> };
  expect(Variables).toEqual({
    RECEIPTS_TABLE: { Ref: table('TablesReceipts') },
    SET_ASIDE_TABLE: { Ref: table('TablesSetAside') },
    RETENTION_DAYS: '7',
    SET_ASIDE_RETENTION_DAYS: '30',
    FALLBACK_QUEUE_URL: { Ref: queue },
    LOG_PRICES: 'false',
    METRICS_NAMESPACE: 'SmsReceipts',
    SUB_ACCOUNT_METRICS: 'false',
  });
  const texts = Object.entries(Variables).map(([name, value]) => [name, typeof value === 'string' ? value : name]);
  expect(readRedriveEnvironment(Object.fromEntries(texts))).toMatchObject({ retentionDays: 7 });
});

test('has only the permissions that it needs, each on one resource', () => {
  const logs = logicalId(template, 'AWS::Logs::LogGroup', 'Redrive');
  expect(roleOf(template, 'Redrive').policies.map(({ PolicyDocument }) => PolicyDocument)).toEqual([
    {
      Version: '2012-10-17',
      Statement: [
        statement('Record', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], arnOf(table('TablesReceipts'))),
        statement('SetAside', 'dynamodb:UpdateItem', arnOf(table('TablesSetAside'))),
        statement(
          'TakeFromQueue',
          ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
          arnOf(queue),
        ),
        statement('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], arnOf(logs)),
      ],
    },
  ]);
});
