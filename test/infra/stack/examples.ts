import { expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { InboundSmsExample } from '../../../examples/inbound-sms/stack.ts';
import { ResendExample } from '../../../examples/resend/stack.ts';
import { StatusQueueExample } from '../../../examples/status-queue/stack.ts';
import { arnOf } from '../support/functions.ts';
import { bareApp } from '../support/synthesize.ts';
import { logicalId, resource } from '../support/template.ts';

const app = bareApp();
const ofMessages = { source: ['sms-receipts'], 'detail-type': ['SMS Status Changed'] };

test.each([
  [new StatusQueueExample(app, 'StatusQueue', 'receipts'), ofMessages],
  [
    new ResendExample(app, 'Resend', { eventBusName: 'receipts', resendUrl: 'https://example.com' }),
    {
      ...ofMessages,
      detail: { terminal: [true], state: [{ 'anything-but': ['delivered', 'read'] }], origin: [{ exists: false }] },
    },
  ],
  [
    new InboundSmsExample(app, 'InboundSms', { eventBusName: 'receipts', applicationUrl: 'https://example.com' }),
    {
      source: ['sms-receipts'],
      'detail-type': ['8x8 Webhook'],
      detail: { body: { namespace: ['SMS'], eventType: ['inbound_message_received'] } },
    },
  ],
])('the example %s chooses its events from the bus', (stack, pattern) => {
  expect(resource(Template.fromStack(stack), 'AWS::Events::Rule').Properties).toMatchObject({
    EventBusName: 'receipts',
    EventPattern: pattern,
    State: 'ENABLED',
  });
});

test.each([
  new ResendExample(app, 'FailedResend', { eventBusName: 'receipts', resendUrl: 'https://example.com' }),
  new InboundSmsExample(app, 'FailedInboundSms', { eventBusName: 'receipts', applicationUrl: 'https://example.com' }),
])('the example %s keeps what its function cannot process, and what does not reach it', (stack) => {
  const template = Template.fromStack(stack);
  const deadLetters = arnOf(logicalId(template, 'AWS::SQS::Queue'));
  // EventBridge invokes a function asynchronously: its own queue does not get what the function fails with
  expect(resource(template, 'AWS::Lambda::Function').Properties).toMatchObject({
    DeadLetterConfig: { TargetArn: deadLetters },
  });
  expect(resource(template, 'AWS::Events::Rule').Properties).toMatchObject({
    Targets: [{ DeadLetterConfig: { Arn: deadLetters } }],
  });
});
