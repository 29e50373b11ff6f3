import { describe, expect, test } from '@jest/globals';
import { ENVIRONMENT } from '../../../contract/environment.ts';
import { readReceiveEnvironment } from '../../../lambda/environment.ts';
import { arnOf, roleOf, statement } from '../support/functions.ts';
import { synthesize } from '../support/synthesize.ts';
import { logicalId, resource } from '../support/template.ts';

const { template } = synthesize();
const table = (name: string) => logicalId(template, 'AWS::DynamoDB::GlobalTable', name);
const secret = logicalId(template, 'AWS::SecretsManager::Secret');
const queue = logicalId(template, 'AWS::SQS::Queue', 'FallbackQueue');
const functionWith = (settings?: Record<string, unknown>) =>
  resource(synthesize(settings).template, 'AWS::Lambda::Function', 'Receive').Properties;

test('has a longer time-out than the 4.5 seconds within which it answers', () => {
  expect(functionWith().Timeout).toBe(10);
});

describe('environment', () => {
  test('has exactly the variables of the contract, except those of other functions', () => {
    const variables = (functionWith().Environment as { Variables: Record<string, unknown> }).Variables;
    expect(Object.keys(variables).sort()).toEqual(
      Object.values(ENVIRONMENT)
        .filter((name) => !/^(EVENT|ARCHIVE|RECONCILE|VENDOR|PROBE)_/.test(name))
        .sort(),
    );
  });

  test('names the tables, the secret and the queue of the stack', () => {
    expect(functionWith().Environment).toMatchObject({
      Variables: {
        RECEIPTS_TABLE: { Ref: table('TablesReceipts') },
        SET_ASIDE_TABLE: { Ref: table('TablesSetAside') },
        TOKEN_SECRET_ID: { Ref: secret },
        FALLBACK_QUEUE_URL: { Ref: queue },
      },
    });
  });

  test('is what the function reads, with the settings in it', () => {
    const { Variables } = functionWith({
      retentionDays: '7',
      tokenOverlapHours: '2',
      allowedSources: '8x8:na,192.0.2.0/24',
      stackName: 'Trial',
      subAccountMetrics: 'on',
    }).Environment as { Variables: Record<string, unknown> };
    const texts = Object.entries(Variables).map(([name, value]) => [name, typeof value === 'string' ? value : name]);
    expect(readReceiveEnvironment(Object.fromEntries(texts))).toMatchObject({
      retentionDays: 7,
      tokenOverlapHours: 2,
      metrics: { namespace: 'Trial', bySubAccount: true },
      allowedSources: ['50.112.250.190', '100.21.170.42', '52.10.10.63', '192.0.2.0/24'],
    });
  });
});

test('has a line for each request, which a metric filter counts by outcome, copies of an invalid body once and probes never', () => {
  expect(resource(template, 'AWS::Logs::MetricFilter', 'ReceiveRequests').Properties).toMatchObject({
    LogGroupName: { Ref: logicalId(template, 'AWS::Logs::LogGroup', 'Receive') },
    FilterPattern:
      '{ ($.outcome = "*") && (($.outcome != "invalid") || ($.repeated NOT EXISTS)) && ($.probe NOT EXISTS) }',
    MetricTransformations: [
      {
        MetricNamespace: 'SmsReceipts',
        MetricName: 'requests',
        MetricValue: '1',
        Dimensions: [{ Key: 'outcome', Value: '$.outcome' }],
      },
    ],
  });
});

test('has reserved concurrency only if it is set', () => {
  expect(functionWith({ reservedConcurrency: '50' }).ReservedConcurrentExecutions).toBe(50);
  expect(functionWith()).not.toHaveProperty('ReservedConcurrentExecutions');
});

test('has only the permissions that it needs, each on one resource', () => {
  const logs = logicalId(template, 'AWS::Logs::LogGroup', 'Receive');
  expect(roleOf(template, 'Receive').policies.map(({ PolicyDocument }) => PolicyDocument)).toEqual([
    {
      Version: '2012-10-17',
      Statement: [
        statement('Record', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], arnOf(table('TablesReceipts'))),
        statement('SetAside', 'dynamodb:UpdateItem', arnOf(table('TablesSetAside'))),
        statement('ReadToken', 'secretsmanager:GetSecretValue', { Ref: secret }),
        statement('Queue', 'sqs:SendMessage', arnOf(queue)),
        statement('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], arnOf(logs)),
      ],
    },
  ]);
});
