import { describe, expect, test } from '@jest/globals';
import { Annotations, Stack } from 'aws-cdk-lib';
import { Annotations as Annotated, Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { SmsReceipts } from '../../../infra/construct/sms-receipts.ts';
import type { SmsReceiptsProps } from '../../../infra/construct/sms-receipts-props.ts';
import { bareApp, fakeBundles, synthesize } from '../support/synthesize.ts';

describe('the synthesis warns that the alarms notify nobody', () => {
  const warnings = (stack: Stack) => {
    Template.fromStack(stack);
    return Annotated.fromStack(stack)
      .findWarning('*', Match.stringLikeRegexp('notify nobody'))
      .map(({ id }) => id);
  };
  const stackWith = (add: (stack: Stack) => void) => {
    const stack = new Stack(bareApp(), 'Messaging');
    add(stack);
    return stack;
  };
  const receipts = (stack: Stack, props: SmsReceiptsProps = {}) =>
    new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), ...props });

  test('if their topic has no subscription', () => {
    expect(warnings(stackWith((stack) => receipts(stack)))).toEqual(['/Messaging/Receipts/Alarms']);
    expect(warnings(synthesize().stack)).toEqual(['/SmsReceipts/Default/Alarms']);
  });

  test.each<[string, (stack: Stack) => void]>([
    [
      'a subscription',
      (stack) => receipts(stack).alarmTopic?.addSubscription(new EmailSubscription('on-call@example.com')),
    ],
    ['a topic of the app', (stack) => receipts(stack, { alarmTopic: new Topic(stack, 'OnCall') })],
    ['no alarms', (stack) => receipts(stack, { alarms: false })],
    [
      'an acknowledgement',
      (stack) => Annotations.of(receipts(stack)).acknowledgeWarning('sms-receipts:nobodyIsNotified', 'By hand'),
    ],
  ])('but not with %s', (_, add) => {
    expect(warnings(stackWith(add))).toEqual([]);
  });
});

test('a topic of another Region is refused, because alarms cannot notify it', () => {
  const stack = new Stack(bareApp(), 'Messaging', { env: { region: 'eu-west-2' } });
  const alarmTopic = Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:123456789012:on-call');
  expect(() => new SmsReceipts(stack, 'Receipts', { bundles: fakeBundles(), alarmTopic })).toThrow(
    'alarmTopic is in eu-west-1: must be in eu-west-2, the Region of the stack.',
  );
});
