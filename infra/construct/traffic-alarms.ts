import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alarms } from './alarms.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';

const FIVE_MINUTES = { period: Duration.minutes(5) };
/** The vendor posts a refused receipt five times within 131 seconds, which may span two periods. */
const POSTS_IN_ONE_PERIOD = 3;

export interface TrafficAlarmsProps {
  /** Whether the endpoint refuses some source addresses. */
  readonly sourcesAreLimited: boolean;
  /** Time without a recorded receipt, in whole minutes; undefined for no such alarm. */
  readonly silence: Duration | undefined;
  /** Time to delivery that one message in ten may exceed; undefined for no such alarm. */
  readonly slowDelivery: Duration | undefined;
}

/** Alarms on what callers post. */
export function addTrafficAlarms(alarms: Alarms, metrics: ReceiptMetrics, props: TrafficAlarmsProps): void {
  addRefusalAlarms(alarms, metrics, props);
  addFormatAlarms(alarms, metrics);
  const { silence, slowDelivery } = props;
  if (silence !== undefined) {
    const minutes = silence.toMinutes();
    alarms.add({
      name: 'silence',
      impact: `No receipt was recorded for ${minutes} minutes. The account may no longer be wired to this stack: its receipts are being lost.`,
      metric: metrics.metricReceipts({ period: Duration.minutes(1) }),
      when: { lessThan: 1 },
      periods: minutes,
    });
  }
  if (slowDelivery !== undefined) {
    alarms.add({
      name: 'slow-delivery',
      impact: `One message in ten takes over ${slowDelivery.toMinutes()} minutes to be delivered. No receipt is at risk; people wait for their messages.`,
      metric: metrics.metricDeliveryTime({ statistic: Stats.percentile(90), period: Duration.minutes(15) }),
      when: { atLeast: slowDelivery.toMilliseconds() },
      ignoreLowSamples: true,
    });
  }
}

/** Alarms on bodies that are not kept. */
function addRefusalAlarms(alarms: Alarms, metrics: ReceiptMetrics, { sourcesAreLimited }: TrafficAlarmsProps): void {
  alarms.add({
    name: 'unauthenticated-requests',
    impact:
      "Requests with a wrong token arrive. If they are the vendor's, every receipt is lost after 131 seconds, because nothing of it is kept.",
    metric: metrics.metricRequests('unauthenticated', FIVE_MINUTES),
    when: { atLeast: POSTS_IN_ONE_PERIOD },
  });
  if (sourcesAreLimited) {
    alarms.add({
      name: 'refused-sources',
      impact:
        'Requests from addresses outside the configured list arrive. If the vendor has new ones, every receipt from them is lost after 131 seconds, because nothing of it is kept.',
      metric: metrics.metricRequests('source_refused', FIVE_MINUTES),
      when: { atLeast: POSTS_IN_ONE_PERIOD },
    });
  }
  alarms.add({
    name: 'too-large-bodies',
    impact:
      'Bodies of more than 64 KiB arrive with a valid token. They are refused with 413 and kept nowhere: if they are receipts, they are lost after 131 seconds.',
    metric: metrics.metricRequests('too_large', FIVE_MINUTES),
    when: { atLeast: 1 },
  });
}

/** Alarms on bodies in the set-aside table. */
function addFormatAlarms(alarms: Alarms, metrics: ReceiptMetrics): void {
  alarms.add({
    name: 'invalid-receipts',
    impact:
      'Some bodies are not valid delivery receipts. They are in the set-aside table; their messages have no item, or an old one.',
    // Of the last hour, because only a few may be wrong. The window slides:
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
    metric: metrics.metricRequests('invalid', { period: Duration.hours(1) }),
    // A single one may be a manual test. Copies count once
    when: { atLeast: 2 },
  });
  alarms.add({
    name: 'unsupported-content-types',
    impact:
      'Some bodies have a valid token but a content type that is neither JSON nor XML. They are in the set-aside table; if they are receipts, their messages have no item, or an old one.',
    metric: metrics.metricRequests('unsupported_content_type', FIVE_MINUTES),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'not-storable',
    impact:
      'DynamoDB refuses a valid receipt for good. It is in the set-aside table; its item lacks it. Either the item has outgrown 400 KB, or this software has a defect.',
    metric: metrics.metricRequests('not_storable', FIVE_MINUTES),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'unknown-format',
    impact:
      "Some bodies look like the vendor's SMS webhooks, but have an event type, a format or fields that are not known: the vendor may have changed what it sends. Such bodies are in the set-aside table; receipts with unreadable fields are recorded without them.",
    metric: metrics.metricUnknownFormat(FIVE_MINUTES),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'mostly-set-aside',
    impact:
      "Most bodies of an hour could not be recorded and are in the set-aside table. The vendor's format may have changed: messages have no item, or an old one.",
    metric: metrics.metricSetAsideShare({ period: Duration.hours(1) }),
    when: { atLeast: 0.5 },
  });
}
