import { Duration } from 'aws-cdk-lib';
import { type Alarms, MAXIMUM_PER_MINUTE } from './alarms.ts';
import type { EventPublisher } from './event-publisher.ts';

/** A healthy publisher is behind by seconds. */
const OLDEST_CHANGE = Duration.minutes(5);

export function addEventAlarms(alarms: Alarms, { function: publisher, deadLetterQueue }: EventPublisher): void {
  alarms.add({
    name: 'event-dead-letter-queue-not-empty',
    severity: 'ticket',
    happens: 'Events could not be published for 12 hours, or EventBridge refuses them.',
    harm: 'the consumers of events, who have missed these changes. The events are deleted after 14 days unless they are published by hand.',
    firstStep: 'find the errors of EventBridge in the log of the publish function.',
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(MAXIMUM_PER_MINUTE),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'events-delayed',
    severity: 'ticket',
    happens:
      'Changes of messages wait for 5 minutes and longer to be published: EventBridge refuses the events, or the publisher does not run.',
    harm: 'the consumers of events, who see changes late. Receipts are still recorded. An event that waits for 12 hours goes to a dead-letter queue.',
    firstStep: 'find the errors of EventBridge in the log of the publish function.',
    metric: publisher.metric('IteratorAge', MAXIMUM_PER_MINUTE),
    when: { atLeast: OLDEST_CHANGE.toMilliseconds() },
  });
}
