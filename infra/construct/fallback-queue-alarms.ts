import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { type Alarms, MAXIMUM_PER_MINUTE } from './alarms.ts';
import type { FallbackQueue } from './fallback-queue.ts';

/**
 * The alarm on the age is for a redrive that does not run. If it runs and fails, the alarm ends at once: SQS leaves messages
 * that were received three times out of this metric.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
const OLDEST_SECONDS = 300;
/** Three failed tries, and more than a burst of throttled writes takes. */
const MINUTES_NOT_EMPTY = 10;

export function addFallbackQueueAlarms(
  alarms: Alarms,
  { queue, deadLetterQueue }: Pick<FallbackQueue, 'queue' | 'deadLetterQueue'>,
): void {
  alarms.add({
    name: 'dead-letter-queue-not-empty',
    severity: 'ticket',
    happens: 'Receipts could not be recorded for 10 hours and are no longer retried.',
    harm: 'everybody who looks up their messages. They are deleted 14 days after they were posted unless they are redriven by hand.',
    firstStep: 'find the errors in the log of the redrive function, and remove their cause. Then redrive the queue.',
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(MAXIMUM_PER_MINUTE),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'oldest-queued-receipt-too-old',
    severity: 'ticket',
    happens: 'Receipts wait in the fallback queue for 5 minutes, probably because nothing redrives them.',
    harm: 'everybody who looks up their messages sees an old state. No receipt is lost.',
    firstStep: 'if the log of the redrive function has no recent line, enable its trigger.',
    metric: queue.metricApproximateAgeOfOldestMessage(MAXIMUM_PER_MINUTE),
    when: { atLeast: OLDEST_SECONDS },
  });
  alarms.add({
    name: 'fallback-queue-not-empty',
    severity: 'ticket',
    happens: `Receipts wait in the fallback queue for ${MINUTES_NOT_EMPTY} minutes, because DynamoDB refuses them or nothing redrives them.`,
    harm: 'everybody who looks up their messages sees an old state. No receipt is lost.',
    firstStep: 'find the errors in the log of the redrive function. In an outage of DynamoDB, wait.',
    metric: new MathExpression({
      // SQS does not report a number for each minute: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
      expression: 'FILL(waiting, 0) + FILL(tried, 0)',
      usingMetrics: {
        waiting: queue.metricApproximateNumberOfMessagesVisible(MAXIMUM_PER_MINUTE),
        tried: queue.metricApproximateNumberOfMessagesNotVisible(MAXIMUM_PER_MINUTE),
      },
      period: MAXIMUM_PER_MINUTE.period,
    }),
    when: { atLeast: 1 },
    periods: MINUTES_NOT_EMPTY,
  });
}
