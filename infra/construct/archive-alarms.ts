import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { type Alarms, MAXIMUM_PER_MINUTE } from './alarms.ts';
import type { Archive } from './archive.ts';

/** A healthy function collects changes for a minute. */
const OLDEST_CHANGE = Duration.minutes(15);
/** Firehose collects rows for a quarter of an hour. */
const OLDEST_ROW = Duration.hours(1);

export function addArchiveAlarms(alarms: Alarms, { function: archive, deadLetterQueue, streamName }: Archive): void {
  const firehose = (metricName: string, statistic: string) =>
    new Metric({
      namespace: 'AWS/Firehose',
      metricName,
      dimensionsMap: { DeliveryStreamName: streamName },
      statistic,
      period: Duration.minutes(5),
    });
  alarms.add({
    name: 'archive-dead-letter-queue-not-empty',
    severity: 'ticket',
    happens: 'Firehose did not take rows of the archive for 12 hours.',
    harm: 'whoever asks the archive: reports lack these versions. They are deleted after 14 days unless they are put into Firehose by hand.',
    firstStep: 'find the errors of Firehose in the log of the archive function.',
    metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(MAXIMUM_PER_MINUTE),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'archive-delayed',
    severity: 'ticket',
    happens:
      'Changes of messages wait for 15 minutes and longer to be archived: Firehose refuses rows, or the archive function does not run.',
    harm: 'whoever asks the archive: reports are behind. Receipts are still recorded. A row that waits for 12 hours goes to a dead-letter queue.',
    firstStep: 'find the errors of Firehose in the log of the archive function.',
    metric: archive.metric('IteratorAge', MAXIMUM_PER_MINUTE),
    when: { atLeast: OLDEST_CHANGE.toMilliseconds() },
  });
  alarms.add({
    name: 'archive-not-delivered',
    severity: 'ticket',
    happens: 'Firehose holds rows of the archive for an hour and longer: it cannot write to the bucket.',
    harm: 'whoever asks the archive: reports are behind. Firehose drops rows that it cannot write for 24 hours.',
    firstStep: 'find the reason in the log of the stream of Firehose.',
    metric: firehose('DeliveryToS3.DataFreshness', Stats.MAXIMUM),
    when: { atLeast: OLDEST_ROW.toSeconds() },
  });
  alarms.add({
    name: 'archive-conversion-failed',
    severity: 'ticket',
    happens: 'Firehose cannot convert rows of the archive to Parquet. They are in the folder errors of the bucket.',
    harm: 'whoever asks the archive: reports lack these versions.',
    firstStep: 'look at a file in the folder errors/ of the bucket of the archive: it names the reason.',
    metric: firehose('FailedConversion.Records', Stats.SUM),
    when: { atLeast: 1 },
  });
}
