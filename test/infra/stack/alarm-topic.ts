import { expect, test } from '@jest/globals';
import { Annotations, type Stack } from 'aws-cdk-lib';
import { Annotations as Annotated, Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { newStack, receiver } from '../support/synthesize.ts';

test.each<[what: string, warned: string[], add: (stack: Stack) => void]>([
  ['nothing else', ['/Messaging/Receipts/Alarms'], (stack) => receiver(stack)],
  [
    'a subscription',
    [],
    (stack) => receiver(stack).alarmTopic?.addSubscription(new EmailSubscription('on-call@example.com')),
  ],
  [
    'a topic of the app without a subscription',
    [],
    (stack) => receiver(stack, 'Receipts', { alarmTopic: new Topic(stack, 'OnCall') }),
  ],
  ['no alarms', [], (stack) => receiver(stack, 'Receipts', { alarms: false })],
  [
    'an acknowledgement',
    [],
    (stack) => Annotations.of(receiver(stack)).acknowledgeWarning('sms-receipts:nobodyIsNotified', 'By hand'),
  ],
])('with %s, the synthesis warns that the alarms notify nobody: %j', (_, warned, add) => {
  const stack = newStack();
  add(stack);
  Template.fromStack(stack);
  const warnings = Annotated.fromStack(stack).findWarning('*', Match.stringLikeRegexp('notify nobody'));
  expect(warnings.map(({ id }) => id)).toEqual(warned);
});
