import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { addOutputs } from '../../../infra/construct/outputs.ts';
import { SmsReceipts } from '../../../infra/construct/sms-receipts.ts';
import { readPublishEnvironment } from '../../../lambda/environment.ts';
import { PUBLISH_TIMEOUT_MS } from '../../../lambda/publish/publish.ts';
import { arnOf, liveOf, roleOf, statement } from '../support/functions.ts';
import { bareApp, fakeBundles, synthesize } from '../support/synthesize.ts';
import { logicalId, resource, withoutSettings } from '../support/template.ts';

const NEW = { events: 'new' };
const EVERYTHING = { ...NEW, eventFields: 'destination,source', otherWebhooks: 'forward' };
const ARN = 'arn:aws:events:eu-west-1:210987654321:event-bus/company';

const { template } = synthesize(NEW);
const everything = synthesize(EVERYTHING).template;
const bus = logicalId(template, 'AWS::Events::EventBus');
const deadLetters = logicalId(template, 'AWS::SQS::Queue', 'EventsDeadLetters');
const streamOf = (of: Template, table: string) => ({
  'Fn::GetAtt': [logicalId(of, 'AWS::DynamoDB::GlobalTable', table), 'StreamArn'],
});
const publishOf = (of: Template) => resource(of, 'AWS::Lambda::Function', 'EventsPublish').Properties;
const environmentOf = (of: Template) => publishOf(of).Environment as { Variables: Record<string, unknown> };
const sourcesOf = (of: Template) =>
  Object.values(of.findResources('AWS::Lambda::EventSourceMapping'))
    .map(({ Properties }) => Properties)
    .filter(({ StartingPosition }) => StartingPosition !== undefined);
const patternOf = (source: { FilterCriteria?: { Filters: { Pattern: string }[] } } | undefined) =>
  source?.FilterCriteria?.Filters.map(({ Pattern }) => JSON.parse(Pattern));

test('without events the template has no stream, no bus and no publisher', () => {
  for (const off of [{}, { events: 'off' }, { events: 'off', otherWebhooks: 'keep', eventFields: 'none' }]) {
    const { template: without } = synthesize(off);
    expect(withoutSettings(without)).toEqual(withoutSettings(synthesize().template));
    expect(JSON.stringify(withoutSettings(without))).not.toMatch(/StreamSpecification|EventBus|Events?Publish/);
  }
});

describe('the stream of the receipts table', () => {
  test('has both images, and the set-aside table has none', () => {
    const streams = Object.values(template.findResources('AWS::DynamoDB::GlobalTable')).map(
      ({ Properties }) => Properties.StreamSpecification,
    );
    expect(streams).toEqual([{ StreamViewType: 'NEW_AND_OLD_IMAGES' }, undefined]);
  });

  test('reaches the publisher from its beginning, without deletions, and with partial batch failures', () => {
    const [source, ...others] = sourcesOf(template);
    expect(others).toEqual([]);
    // Without limits of retries and age, because the function itself gives changes up
    expect(source).toEqual({
      FunctionName: liveOf(template, 'EventsPublish'),
      EventSourceArn: streamOf(template, 'TablesReceipts'),
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: expect.anything(),
    });
    expect(patternOf(source)).toEqual([{ eventName: ['INSERT', 'MODIFY'] }]);
  });
});

test('with otherWebhooks, the set-aside table has a stream, and only its other webhooks reach the publisher', () => {
  const sources = sourcesOf(everything);
  expect(sources.map(({ EventSourceArn }) => EventSourceArn)).toEqual([
    streamOf(everything, 'TablesReceipts'),
    streamOf(everything, 'TablesSetAside'),
  ]);
  expect(patternOf(sources[1])).toEqual([
    { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { reason: { S: ['other_webhook'] } } } },
  ]);
});

describe('the publisher', () => {
  test('has a longer time-out than its limit for a batch', () => {
    expect(publishOf(template).Timeout).toBeGreaterThan(PUBLISH_TIMEOUT_MS / 1000);
  });

  test('gets the bus, the queue and the fields, and no table name', () => {
    const { Variables } = environmentOf(template);
    expect(Variables).toEqual({
      EVENT_BUS: arnOf(bus),
      EVENT_FIELDS: '',
      EVENT_DEAD_LETTER_QUEUE_URL: { Ref: deadLetters },
      METRICS_NAMESPACE: 'SmsReceipts',
      SUB_ACCOUNT_METRICS: 'false',
    });
    const texts = Object.entries(environmentOf(everything).Variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : name,
    ]);
    expect(readPublishEnvironment(Object.fromEntries(texts)).eventFields).toEqual(['destination', 'source']);
  });

  test('has only the permissions that it needs', () => {
    const reads = [
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ];
    const statements = (of: Template, streams: unknown) => [
      {
        Version: '2012-10-17',
        Statement: [
          statement('Publish', 'events:PutEvents', arnOf(logicalId(of, 'AWS::Events::EventBus'))),
          statement('KeepFailed', 'sqs:SendMessage', arnOf(logicalId(of, 'AWS::SQS::Queue', 'EventsDeadLetters'))),
          statement('ReadStreams', reads, streams),
          statement(
            'Log',
            ['logs:CreateLogStream', 'logs:PutLogEvents'],
            arnOf(logicalId(of, 'AWS::Logs::LogGroup', 'EventsPublish')),
          ),
        ],
      },
    ];
    const policiesOf = (of: Template) =>
      roleOf(of, 'EventsPublish').policies.map(({ PolicyDocument }) => PolicyDocument);
    expect(policiesOf(template)).toEqual(statements(template, streamOf(template, 'TablesReceipts')));
    expect(policiesOf(everything)).toEqual(
      statements(everything, [streamOf(everything, 'TablesReceipts'), streamOf(everything, 'TablesSetAside')]),
    );
  });

  test('does not change the other functions', () => {
    for (const name of ['Receive', 'Redrive']) {
      expect(roleOf(template, name).policies).toEqual(roleOf(synthesize().template, name).policies);
      expect(resource(template, 'AWS::Lambda::Function', name).Properties.Environment).toEqual(
        resource(synthesize().template, 'AWS::Lambda::Function', name).Properties.Environment,
      );
    }
  });
});

test('the queue of failed events keeps them for 14 days, is encrypted and requires TLS', () => {
  const { Properties, DeletionPolicy } = resource(template, 'AWS::SQS::Queue', 'EventsDeadLetters');
  expect(Properties).toEqual({ MessageRetentionPeriod: 14 * 86_400, SqsManagedSseEnabled: true });
  expect(DeletionPolicy).toBe('Retain');
  expect(JSON.stringify(resource(template, 'AWS::SQS::QueuePolicy', 'EventsDeadLetters'))).toContain(
    'aws:SecureTransport',
  );
});

test.each([
  ['company', { 'Fn::Join': ['', expect.arrayContaining([':event-bus/company'])] }, 'company'],
  [ARN, ARN, ARN],
])('publishes on the existing bus %s, and creates none', (events, arn, output) => {
  const { template: existing } = synthesize({ events });
  existing.resourceCountIs('AWS::Events::EventBus', 0);
  expect(environmentOf(existing).Variables.EVENT_BUS).toEqual(arn);
  expect(existing.findOutputs('EventBusName')).toMatchObject({ EventBusName: { Value: output } });
  expect(roleOf(existing, 'EventsPublish').policies).toMatchObject([
    { PolicyDocument: { Statement: expect.arrayContaining([statement('Publish', 'events:PutEvents', arn)]) } },
  ]);
});

test('the outputs name the new bus and the queue', () => {
  expect(template.findOutputs('*')).toMatchObject({
    EventBusName: { Value: { Ref: bus } },
    EventDeadLetterQueueUrl: { Value: { Ref: deadLetters } },
  });
});

test('a bus of another stack has its ARN in the outputs if that stack is in another account', () => {
  const app = bareApp();
  const shared = new Stack(app, 'Shared', { env: { account: '210987654321', region: 'eu-west-1' } });
  const bus = new EventBus(shared, 'Bus', { eventBusName: 'company' }) as IEventBus;
  const stack = new Stack(app, 'Messaging', { env: { account: '123456789012', region: 'eu-west-1' } });
  addOutputs(new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), events: { bus } }));
  const { EventBusName } = Template.fromStack(stack).toJSON().Outputs;
  expect(JSON.stringify(EventBusName.Value)).toContain(':events:eu-west-1:210987654321:event-bus/company');
});

test('a bus of another Region is refused, because EventBridge takes no events for it', () => {
  const stack = new Stack(bareApp(), 'Messaging', { env: { region: 'eu-west-2' } });
  const bus = EventBus.fromEventBusArn(stack, 'Bus', ARN);
  expect(() => new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), events: { bus } })).toThrow(
    'events.bus is in eu-west-1: must be in eu-west-2, the Region of the stack.',
  );
});

test('a bus with its own key needs no permission for the publisher, because EventBridge uses the key', () => {
  const stack = new Stack(bareApp(), 'Messaging');
  const key = new Key(stack, 'Key', { enableKeyRotation: true });
  const encrypted = new EventBus(stack, 'Bus', { kmsKey: key });
  new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), events: { bus: encrypted as IEventBus } });
  const made = Template.fromStack(stack);
  const statements = resource(made, 'AWS::KMS::Key').Properties.KeyPolicy as { Statement: object[] };
  expect(statements.Statement).toContainEqual(
    expect.objectContaining({
      Action: expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey']),
      Principal: { Service: 'events.amazonaws.com' },
    }),
  );
  expect(JSON.stringify(roleOf(made, 'ReceiptsEventsPublish').policies)).not.toContain('kms:');
});

test('the dashboard shows whether events are published', () => {
  const board = (of: Template) => JSON.stringify(resource(of, 'AWS::CloudWatch::Dashboard').Properties);
  expect(board(template)).toContain('Oldest change that is not published');
  expect(board(synthesize().template)).not.toContain('not published');
});
