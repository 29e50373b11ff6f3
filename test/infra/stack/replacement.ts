import { expect, test } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { SETTING_NAMES } from '../../../infra/settings.ts';
import { synthesize } from '../support/synthesize.ts';

/**
 * Resources that hold data or an address that the vendor calls, with the properties whose change makes CloudFormation
 * replace them ("Update requires: Replacement" in the reference of each resource type).
 */
const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::GlobalTable': ['KeySchema', 'LocalSecondaryIndexes', 'TableName'],
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::SQS::Queue': ['FifoQueue', 'QueueName'],
  'AWS::SecretsManager::Secret': ['Name'],
};

/** These resources as a deployed stack has them. A change of this list loses data: it is not to be updated. */
const DEPLOYED = {
  TablesReceipts2A0CAD9F: {
    type: 'AWS::DynamoDB::GlobalTable',
    KeySchema: [{ AttributeName: 'umid', KeyType: 'HASH' }],
  },
  TablesSetAside9C58D436: { type: 'AWS::DynamoDB::GlobalTable', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
  EndpointApiB7AE4D04: { type: 'AWS::ApiGatewayV2::Api', ProtocolType: 'HTTP' },
  FallbackQueue9D48D008: { type: 'AWS::SQS::Queue' },
  FallbackDeadLettersBEF481E7: { type: 'AWS::SQS::Queue' },
  TokenSecretADE41DCA: { type: 'AWS::SecretsManager::Secret' },
};

/** Every setting, with a value that differs from its default. Only another `stackName` makes another stack. */
const CHANGES: Readonly<Record<string, string>>[] = [
  { retentionDays: '7' },
  { setAsideRetentionDays: '7' },
  { indexes: 'none' },
  { allowedSources: '8x8:eu' },
  { tokenOverlapHours: '1' },
  { throttleRate: '50' },
  { throttleBurst: '50' },
  { reservedConcurrency: '5' },
  { redriveConcurrency: '5' },
  { warmWriteUnits: '12000' },
  { memorySize: '1024' },
  { architecture: 'x86_64' },
  { alarms: 'off' },
  { dashboard: 'off' },
  { alarmEmail: 'on-call@example.com' },
  { alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:on-call' },
  { runbookUrl: 'https://example.com/runbook' },
  { silenceAlarmMinutes: '60' },
  { slowDeliveryMinutes: '5' },
  { subAccountMetrics: 'on' },
  { logRetentionDays: '365' },
  { events: 'new', eventFields: 'source', otherWebhooks: 'forward' },
  {
    domainName: 'receipts.example.com',
    certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-0000-1111-2222-333344445555',
    hostedZoneId: 'Z0123456789ABC',
    zoneName: 'example.com',
    defaultEndpoint: 'off',
  },
  { kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-1111-2222-333344445555' },
  {
    reconcileSubAccounts: 'Acme_1',
    reconcileSchedule: 'rate(6 hours)',
    reconcileRegion: 'eu',
    reconcileMissingPercent: '5',
  },
  { removalPolicy: 'destroy' },
];

function identities(template: Template): Record<string, object> {
  return Object.fromEntries(
    Object.entries(REPLACED_BY).flatMap(([type, properties]) =>
      Object.entries(template.findResources(type)).map(([id, { Properties = {} }]) => [
        id,
        { type, ...Object.fromEntries(properties.map((name) => [name, Properties[name]])) },
      ]),
    ),
  );
}

test('an update of a deployed stack keeps tables, API, queues and secret', () => {
  expect(identities(synthesize().template)).toEqual(DEPLOYED);
});

test.each(CHANGES)('%j replaces none of them', (settings) => {
  // There may be more of them
  expect(identities(synthesize(settings).template)).toMatchObject(DEPLOYED);
});

test('every setting is tried', () => {
  const tried = CHANGES.flatMap((settings) => Object.keys(settings));
  expect([...tried, 'stackName'].sort()).toEqual([...SETTING_NAMES].sort());
});
