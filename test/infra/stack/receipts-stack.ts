import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { EVERY_SETTING } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { logicalId } from '../support/template.ts';

const { template, stack } = synthesize();
const id = (type: string, prefix?: string) => logicalId(template, type, prefix);

test('matches the template of the last commit', () => {
  expect(template.toJSON()).toMatchSnapshot();
});

test('has the outputs that tools rely on', () => {
  const api = id('AWS::ApiGatewayV2::Api');
  const receiptsTable = { Ref: id('AWS::DynamoDB::GlobalTable', 'TablesReceipts') };
  const setAsideTable = { Ref: id('AWS::DynamoDB::GlobalTable', 'TablesSetAside') };
  const outputs = Object.entries(template.findOutputs('*')).map(([name, { Value }]) => [name, Value]);
  expect(Object.fromEntries(outputs)).toEqual({
    CallbackUrl: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [api, 'ApiEndpoint'] }, '/receipts']] },
    ApiId: { Ref: api },
    FunctionName: { Ref: id('AWS::Lambda::Function', 'Receive') },
    ReceiptsTableName: receiptsTable,
    ReceiptsTableUrl: consoleUrl('/dynamodbv2/home?region=', '#item-explorer?table=', receiptsTable),
    SetAsideTableName: setAsideTable,
    SetAsideTableUrl: consoleUrl('/dynamodbv2/home?region=', '#item-explorer?table=', setAsideTable),
    FallbackQueueUrl: { Ref: id('AWS::SQS::Queue', 'FallbackQueue') },
    DeadLetterQueueUrl: { Ref: id('AWS::SQS::Queue', 'FallbackDeadLetters') },
    DeadLetterQueueArn: { 'Fn::GetAtt': [id('AWS::SQS::Queue', 'FallbackDeadLetters'), 'Arn'] },
    DashboardUrl: consoleUrl('/cloudwatch/home?region=', '#dashboards/dashboard/', {
      Ref: id('AWS::CloudWatch::Dashboard'),
    }),
    AlarmTopicArn: { Ref: id('AWS::SNS::Topic') },
    TokenSecretArn: { Ref: id('AWS::SecretsManager::Secret') },
    Settings: '{}',
    WhatNext: { 'Fn::Join': ['', ['npx receipts wire --stack SmsReceipts --region ', { Ref: 'AWS::Region' }]] },
    MetricsNamespace: 'SmsReceipts',
  });
});

const CONSOLE = {
  'Fn::If': [
    'Partitionawsusgov',
    'console.amazonaws-us-gov.com',
    { 'Fn::If': ['Partitionawscn', 'console.amazonaws.cn', 'console.aws.amazon.com'] },
  ],
};

function consoleUrl(service: string, fragment: string, name: object) {
  const region = { Ref: 'AWS::Region' };
  return { 'Fn::Join': ['', ['https://', region, '.', CONSOLE, service, region, fragment, name]] };
}

test('has an output with the given settings, each as normalized text', () => {
  const { template: other } = synthesize({ stackName: 'Trial', retentionDays: 30, allowedSources: '8x8:na, 8x8:eu' });
  expect(other.findOutputs('Settings').Settings?.Value).toBe('{"allowedSources":"8x8:eu,8x8:na","retentionDays":"30"}');
});

test('has no outputs for parts that are off', () => {
  const { template: bare } = synthesize({ alarms: 'off', dashboard: 'off' });
  expect(Object.keys(bare.findOutputs('*'))).not.toEqual(expect.arrayContaining(['AlarmTopicArn']));
  expect(Object.keys(bare.findOutputs('*'))).not.toEqual(expect.arrayContaining(['DashboardUrl']));
});

test('deploys to the account and the Region of the caller', () => {
  expect(stack.environment).toBe('aws://unknown-account/unknown-region');
  // The condition compares the Region of the caller with those of a lower quota
  const { Conditions: _, ...others } = template.toJSON();
  expect(JSON.stringify(others)).not.toMatch(/[a-z]{2}-[a-z]+-\d|\d{12}/);
});

test.each([
  [{}, true],
  [{ removalPolicy: 'retain' }, true],
  [{ removalPolicy: 'destroy' }, false],
])('with %j its protection from deletion is %s', (settings, isProtected) => {
  expect(synthesize(settings).stack.terminationProtection).toBe(isProtected);
});

test.each([
  [{}, 'SmsReceipts'],
  [{ stackName: 'Trial-2' }, 'Trial-2'],
])('with %j its name is %s', (settings, name) => {
  expect(synthesize(settings).stack.stackName).toBe(name);
});

test('only the resources that the runbook lists outlive a deleted stack', () => {
  const resources = synthesize({ ...EVERY_SETTING, removalPolicy: 'retain' }).template.toJSON().Resources;
  const kept = Object.entries(resources as Record<string, { Type: string; DeletionPolicy?: string }>)
    // A version goes with its function
    .filter(([, { Type, DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete' && Type !== 'AWS::Lambda::Version')
    .map(([logicalId]) => logicalId.replace(/\w{8}$/, ''));
  expect(kept.sort()).toEqual([
    'ArchiveDeadLetters',
    'ArchiveDeliveryLogStream',
    'ArchiveDeliveryLogs',
    'ArchiveLogs',
    'ArchiveStoreBucket',
    'EndpointAccessLog',
    'EventsDeadLetters',
    'EventsPublishLogs',
    'FallbackDeadLetters',
    'FallbackQueue',
    'ReceiveLogs',
    'ReconcileLogs',
    'RedriveLogs',
    'TablesReceipts',
    'TablesSetAside',
  ]);
  const runbook = readFileSync(join(import.meta.dirname, '../../../docs/runbook.md'), 'utf8');
  for (const name of kept) expect(runbook).toContain(`\`${name}\``);
});

test('with removal policy destroy, nothing outlives the stack', () => {
  const policies = Object.values(synthesize({ removalPolicy: 'destroy' }).template.toJSON().Resources).map(
    (resource) => (resource as { DeletionPolicy?: string }).DeletionPolicy ?? 'Delete',
  );
  expect(new Set(policies)).toEqual(new Set(['Delete']));
});
