import { expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Key } from 'aws-cdk-lib/aws-kms';
import { addOutputs } from '../../../infra/construct/outputs.ts';
import { roleOf, statement, variablesOf } from '../support/functions.ts';
import { bareApp, newStack, receiver, synthesize } from '../support/synthesize.ts';
import { resource } from '../support/template.ts';

const ARN = 'arn:aws:events:eu-west-1:210987654321:event-bus/company';

test.each([
  ['company', { 'Fn::Join': ['', expect.arrayContaining([':event-bus/company'])] }, 'company'],
  [ARN, ARN, ARN],
])('publishes on the existing bus %s, and creates none', (events, arn, output) => {
  const { template: existing } = synthesize({ events });
  existing.resourceCountIs('AWS::Events::EventBus', 0);
  expect(variablesOf(existing, 'EventsPublish').EVENT_BUS).toEqual(arn);
  expect(existing.findOutputs('EventBusName')).toMatchObject({ EventBusName: { Value: output } });
  expect(roleOf(existing, 'EventsPublish').policies).toMatchObject([
    { PolicyDocument: { Statement: expect.arrayContaining([statement('Publish', 'events:PutEvents', arn)]) } },
  ]);
});

test('a bus of another stack has its ARN in the outputs if that stack is in another account', () => {
  const app = bareApp();
  const shared = new Stack(app, 'Shared', { env: { account: '210987654321', region: 'eu-west-1' } });
  const bus = new EventBus(shared, 'Bus', { eventBusName: 'company' }) as IEventBus;
  const stack = new Stack(app, 'Messaging', { env: { account: '123456789012', region: 'eu-west-1' } });
  addOutputs(receiver(stack, 'Receipts', { events: { bus } }));
  const { EventBusName } = Template.fromStack(stack).toJSON().Outputs;
  expect(JSON.stringify(EventBusName.Value)).toContain(':events:eu-west-1:210987654321:event-bus/company');
});

test('a bus with its own key needs no permission for the publisher, because EventBridge uses the key', () => {
  const stack = newStack();
  const key = new Key(stack, 'Key', { enableKeyRotation: true });
  const encrypted = new EventBus(stack, 'Bus', { kmsKey: key });
  receiver(stack, 'Receipts', { events: { bus: encrypted as IEventBus } });
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
