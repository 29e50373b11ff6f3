import { Duration } from 'aws-cdk-lib';
import { MathExpression, type MathExpressionOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { RETRIES_END_S } from '../../eight-by-eight/posting.ts';
import type { Alarms } from './alarms.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';

const FIVE_MINUTES = { period: Duration.minutes(5) };
/** The vendor posts a refused receipt five times within 131 seconds, which may span two periods. */
const POSTS_IN_ONE_PERIOD = 3;

export interface TrafficAlarmsProps {
  /** Whether the endpoint refuses some source addresses. */
  readonly sourcesAreLimited: boolean;
  /** Whether webhooks that are not receipts are published: they come on purpose. */
  readonly otherWebhooksAreForwarded: boolean;
  /** Time without a recorded receipt, in whole minutes; undefined for no such alarm. */
  readonly silence: Duration | undefined;
}

/** Alarms on what callers post. */
export function addTrafficAlarms(alarms: Alarms, metrics: ReceiptMetrics, props: TrafficAlarmsProps): void {
  addRefusalAlarms(alarms, metrics, props);
  addFormatAlarms(alarms, metrics, props);
  const { silence } = props;
  if (silence !== undefined) {
    const minutes = silence.toMinutes();
    alarms.add({
      name: 'silence',
      severity: 'page',
      happens: `No receipt was recorded for ${minutes} minutes.`,
      harm: 'nobody, if no messages were sent. Otherwise everybody who looks up a message: the account may no longer be wired to this stack, and its receipts are being lost.',
      firstStep: 'run "npx receipts check" with the account.',
      metric: metrics.metricReceipts({ period: Duration.minutes(1) }),
      when: { lessThan: 1 },
      periods: minutes,
    });
  }
}

/** Alarms on bodies that are not kept. */
function addRefusalAlarms(alarms: Alarms, metrics: ReceiptMetrics, { sourcesAreLimited }: TrafficAlarmsProps): void {
  alarms.add({
    name: 'unauthenticated-requests',
    severity: 'page',
    happens: 'Requests with a wrong token arrive.',
    harm: `everybody who looks up a message, if they are the vendor's: every receipt is lost after ${RETRIES_END_S} seconds, because nothing of it is kept.`,
    firstStep: 'find the callers with status 401 in the access log. If it is the vendor, run "npx receipts wire".',
    metric: metrics.metricRequests('unauthenticated', FIVE_MINUTES),
    when: { atLeast: POSTS_IN_ONE_PERIOD },
  });
  if (sourcesAreLimited) {
    alarms.add({
      name: 'refused-sources',
      severity: 'page',
      happens: 'Requests from addresses outside the configured list arrive.',
      harm: `everybody who looks up a message, if the vendor has new ones: every receipt from them is lost after ${RETRIES_END_S} seconds, because nothing of it is kept.`,
      firstStep: "find the callers with status 403 in the access log, and compare them with the vendor's list.",
      metric: metrics.metricRequests('source_refused', FIVE_MINUTES),
      when: { atLeast: POSTS_IN_ONE_PERIOD },
    });
  }
  alarms.add({
    name: 'too-large-bodies',
    severity: 'ticket',
    happens: 'Bodies of more than 64 KiB arrive with a valid token. They are refused with 413 and kept nowhere.',
    harm: `probably nobody: a receipt has about 1 KB. If they are receipts, they are lost after ${RETRIES_END_S} seconds.`,
    firstStep: 'find the callers with status 413 in the access log.',
    metric: metrics.metricRequests('too_large', FIVE_MINUTES),
    when: { atLeast: 1 },
  });
}

/** Alarms on bodies in the set-aside table. */
function addFormatAlarms(
  alarms: Alarms,
  metrics: ReceiptMetrics,
  { otherWebhooksAreForwarded }: TrafficAlarmsProps,
): void {
  alarms.add({
    name: 'invalid-receipts',
    severity: 'ticket',
    happens: 'Some bodies are not valid delivery receipts. They are in the set-aside table.',
    harm: 'whoever looks up their messages, which have no item or an old one. The bodies can be replayed.',
    firstStep: 'run "npx receipts set-aside list --reason invalid".',
    // Of the last hour, because only a few may be wrong. The window slides:
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
    metric: metrics.metricRequests('invalid', { period: Duration.hours(1) }),
    // A single one may be a manual test. Copies count once
    when: { atLeast: 2 },
  });
  alarms.add({
    name: 'unsupported-content-types',
    severity: 'ticket',
    happens:
      'Some bodies have a valid token but a content type that is neither JSON nor XML. They are in the set-aside table.',
    harm: 'if they are receipts, whoever looks up their messages, which have no item or an old one. The bodies can be replayed.',
    firstStep: 'run "npx receipts set-aside list --reason unsupported_content_type".',
    metric: metrics.metricRequests('unsupported_content_type', FIVE_MINUTES),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'not-storable',
    severity: 'ticket',
    happens:
      'DynamoDB refuses a valid receipt for good. Either the item has outgrown 400 KB, or this software has a defect.',
    harm: 'whoever looks up this message: its item lacks the receipt, which is in the set-aside table.',
    firstStep: 'run "npx receipts set-aside list --reason not_storable".',
    metric: metrics.metricRequests('not_storable', FIVE_MINUTES),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'unknown-format',
    severity: 'ticket',
    happens:
      "Some bodies look like the vendor's SMS webhooks, but have an event type, a format or fields that are not known: the vendor may have changed what it sends.",
    harm: 'whoever looks up these messages. The bodies are in the set-aside table; receipts with unreadable fields are recorded without them.',
    firstStep: 'run "npx receipts set-aside list".',
    metric: metrics.metricUnknownFormat(FIVE_MINUTES),
    when: { atLeast: 1 },
  });
  alarms.add({
    name: 'mostly-set-aside',
    severity: 'ticket',
    happens:
      "Most bodies of an hour could not be recorded and are in the set-aside table. The vendor's format may have changed.",
    harm: 'everybody who looks up a message: messages have no item, or an old one. The bodies can be replayed.',
    firstStep: 'run "npx receipts set-aside list".',
    metric: otherWebhooksAreForwarded
      ? refusedShare(metrics, { period: Duration.hours(1) })
      : metrics.metricSetAsideShare({ period: Duration.hours(1) }),
    when: { atLeast: 0.5 },
  });
}

/** Like the share of what is set aside, without webhooks that are none of ours. */
function refusedShare(metrics: ReceiptMetrics, options: MathExpressionOptions): MathExpression {
  const refused = 'FILL(invalid, 0) + FILL(unsupported, 0) + FILL(notStorable, 0)';
  return new MathExpression({
    expression: `(${refused}) / (${refused} + FILL(receipts, 0))`,
    usingMetrics: {
      invalid: metrics.metricRequests('invalid'),
      unsupported: metrics.metricRequests('unsupported_content_type'),
      notStorable: metrics.metricRequests('not_storable'),
      // 0 for each body that is set aside
      receipts: metrics.metricReceipts(),
    },
    ...options,
  });
}
