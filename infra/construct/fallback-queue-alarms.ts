import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alarms } from './alarms.ts';
import type { FallbackQueue } from './fallback-queue.ts';

const ONE_MINUTE = Duration.minutes(1);
/**
 * A failed redrive is retried after 3 minutes, so this means two failures. It must not be higher: SQS leaves messages that
 * were received three times out of this metric.
 */
const OLDEST_SECONDS = 300;

export function addFallbackQueueAlarms(
  alarms: Alarms,
  { queue, deadLetterQueue }: Pick<FallbackQueue, 'queue' | 'deadLetterQueue'>,
): void {
  alarms.add({
    name: 'dead-letter-queue-not-empty',
    impact:
      'Receipts could not be recorded for 10 hours and are no longer retried. They are deleted 14 days after they were posted unless they are redriven by hand.',
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: ONE_MINUTE }),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'oldest-queued-receipt-too-old',
    impact:
      'Receipts wait in the fallback queue, because DynamoDB has refused them for 5 minutes or nobody redrives them. None is lost; what people look up is out of date.',
    metric: queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: ONE_MINUTE }),
    when: { atLeast: OLDEST_SECONDS },
  });
}
