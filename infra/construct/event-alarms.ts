import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alarms } from './alarms.ts';
import type { EventPublisher } from './event-publisher.ts';

const MAXIMUM_PER_MINUTE = { statistic: Stats.MAXIMUM, period: Duration.minutes(1) };
/** A healthy publisher is behind by seconds. */
const OLDEST_CHANGE = Duration.minutes(5);

export function addEventAlarms(alarms: Alarms, { function: publisher, deadLetterQueue }: EventPublisher): void {
  alarms.add({
    name: 'event-dead-letter-queue-not-empty',
    impact:
      'Events could not be published for 12 hours, or EventBridge refuses them. Consumers have missed these changes. The events are deleted after 14 days unless they are published by hand.',
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(MAXIMUM_PER_MINUTE),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'events-delayed',
    impact:
      'Changes of messages wait for 5 minutes and longer to be published, because EventBridge refuses the events or the publisher does not run. Receipts are still recorded. An event that waits for 12 hours goes to a dead-letter queue.',
    metric: publisher.metric('IteratorAge', MAXIMUM_PER_MINUTE),
    when: { atLeast: OLDEST_CHANGE.toMilliseconds() },
  });
}
