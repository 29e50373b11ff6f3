import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { DEFAULTS } from '../../contract/defaults.ts';
import type { Alarms } from './alarms.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';
import type { SmsReceiptsProps } from './sms-receipts-props.ts';

export type DeliveryAlarmsProps = Pick<
  SmsReceiptsProps,
  'slowDelivery' | 'lowDeliveryRate' | 'stalledDelivery' | 'stalledDeliveryPercent'
>;

/** With fewer, a share says little. */
const LEAST_STATUSES = 100;
/** The first may have the beginning of a campaign only, the second its end only. The third shows whether messages finish. */
const STALLED_PERIODS = 3;

/** Alarms on what happens to the messages. No receipt is at risk. */
export function addDeliveryAlarms(alarms: Alarms, metrics: ReceiptMetrics, props: DeliveryAlarmsProps): void {
  const { slowDelivery, lowDeliveryRate, stalledDelivery } = props;
  if (slowDelivery !== undefined) addSlowDelivery(alarms, metrics, slowDelivery);
  if (lowDeliveryRate !== undefined) addLowDeliveryRate(alarms, metrics, lowDeliveryRate);
  if (stalledDelivery !== undefined) {
    addStalledDelivery(
      alarms,
      metrics,
      stalledDelivery,
      props.stalledDeliveryPercent ?? DEFAULTS.stalledDeliveryPercent,
    );
  }
}

function addSlowDelivery(alarms: Alarms, metrics: ReceiptMetrics, longest: Duration): void {
  alarms.add({
    name: 'slow-delivery',
    severity: 'ticket',
    happens: `One message in ten takes over ${longest.toMinutes()} minutes to be delivered.`,
    harm: 'the recipients, who wait for their messages. No receipt is at risk.',
    firstStep: 'look at the time to delivery on the dashboard: when did it begin?',
    metric: metrics.metricDeliveryTime({ statistic: Stats.percentile(90), period: Duration.minutes(15) }),
    when: { atLeast: longest.toMilliseconds() },
    ignoreLowSamples: true,
  });
}

function addLowDeliveryRate(alarms: Alarms, metrics: ReceiptMetrics, percent: number): void {
  alarms.add({
    name: 'low-delivery-rate',
    severity: 'ticket',
    happens: `Less than ${percent} % of the final statuses of an hour are "delivered", of at least ${LEAST_STATUSES}.`,
    harm: 'the recipients, who do not get their messages. No receipt is at risk.',
    firstStep: 'look at the top error codes on the dashboard.',
    metric: new MathExpression({
      expression: `IF(statuses >= ${LEAST_STATUSES}, 100 * rate, 100)`,
      usingMetrics: {
        rate: metrics.metricDeliveryRate(),
        statuses: metrics.metricDeliveryRate({ statistic: Stats.SAMPLE_COUNT }),
      },
      period: Duration.hours(1),
    }),
    when: { lessThan: percent, missing: 'isGood' },
  });
}

function addStalledDelivery(alarms: Alarms, metrics: ReceiptMetrics, usual: Duration, percent: number): void {
  alarms.add({
    name: 'stalled-delivery',
    severity: 'ticket',
    happens: `Messages are sent, but do not finish: in each of ${STALLED_PERIODS} times ${usual.toMinutes()} minutes there were fewer final statuses than ${percent} % of the "sent" ones, of at least ${LEAST_STATUSES}.`,
    harm: 'the recipients, who probably do not get their messages: an operator may have stopped. No receipt is at risk.',
    firstStep: 'compare "sent" with the final states in the graph "Receipts by state": when did it begin?',
    metric: new MathExpression({
      expression: `IF(sent >= ${LEAST_STATUSES}, 100 * FILL(final, 0) / sent, 100)`,
      usingMetrics: {
        sent: metrics.metricReceiptsOfState('sent'),
        final: metrics.metricDeliveryRate({ statistic: Stats.SAMPLE_COUNT }),
      },
      period: Duration.minutes(usual.toMinutes()),
    }),
    when: { lessThan: percent, missing: 'isGood' },
    periods: STALLED_PERIODS,
  });
}
