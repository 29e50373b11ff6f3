import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { ERROR_CLASS_METRICS } from '../../contract/metrics.ts';
import { ERROR_CLASSES, type ErrorClass } from '../../eight-by-eight/error-reasons.ts';
import type { AlarmDescription, Alarms } from './alarms.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';

/** Single messages may fail for these reasons without anything to do. */
const MANY_AN_HOUR = 10;

type ErrorAlarm = Pick<AlarmDescription, 'name' | 'happens' | 'harm' | 'firstStep'> & { readonly statuses: number };

const ALARMS: Readonly<Record<ErrorClass, ErrorAlarm>> = {
  fraud: {
    name: 'fraud-blocked',
    statuses: MANY_AN_HOUR,
    happens: `In an hour 8x8 blocked ${MANY_AN_HOUR} or more messages (error 99): its shield takes them for fraud.`,
    harm: 'whoever pays, if somebody makes your system send to numbers that earn money. Otherwise the recipients.',
    firstStep: 'find the messages in the log, and their numbers with "npx receipts get". What asked for them?',
  },
  credit: {
    name: 'credit-insufficient',
    statuses: 1,
    happens: 'Messages fail because the account has no credit (error 42).',
    harm: 'all recipients: no message is sent until the account has credit.',
    firstStep: 'add credit in 8x8 Connect. Then send the failed messages again.',
  },
  content: {
    name: 'content-filtered',
    statuses: MANY_AN_HOUR,
    happens: `In an hour ${MANY_AN_HOUR} or more messages were filtered as spam or for their content (errors 43 and 60).`,
    harm: 'their recipients. Operators may block the sender for all messages.',
    firstStep: 'find the messages in the log, and their sender with "npx receipts get". Which template has changed?',
  },
  throttling: {
    name: 'sending-throttled',
    statuses: MANY_AN_HOUR,
    happens: `In an hour ${MANY_AN_HOUR} or more messages failed because they were sent too fast (error 50).`,
    harm: 'their recipients, who do not get their messages.',
    firstStep: 'send more slowly, or ask 8x8 for a higher rate. Then send the failed messages again.',
  },
};

/**
 * Alarms on errors that somebody can do something about. The log lines of receipts have the error code anyway, so the functions
 * do and log nothing more for them.
 *
 * @param logs - of the functions that record receipts
 */
export function addErrorAlarms(alarms: Alarms, logs: readonly LogGroup[], { metricsNamespace }: ReceiptMetrics): void {
  for (const [errorClass, codes] of Object.entries(ERROR_CLASSES) as [ErrorClass, readonly number[]][]) {
    const metricName = ERROR_CLASS_METRICS[errorClass];
    for (const logGroup of logs) {
      new MetricFilter(logGroup, `Errors-${errorClass}`, {
        logGroup,
        filterPattern: FilterPattern.all(
          FilterPattern.any(...codes.map((code) => FilterPattern.numberValue('$.errorCode', '=', code))),
          // A copy was counted already
          FilterPattern.stringValue('$.outcome', '!=', 'duplicate'),
        ),
        metricNamespace: metricsNamespace,
        metricName,
      });
    }
    const { statuses, ...texts } = ALARMS[errorClass];
    alarms.add({
      ...texts,
      severity: 'ticket',
      metric: new Metric({
        namespace: metricsNamespace,
        metricName,
        statistic: Stats.SUM,
        period: Duration.hours(1),
      }),
      when: { atLeast: statuses },
    });
  }
}
