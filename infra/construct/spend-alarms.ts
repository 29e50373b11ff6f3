import { Duration } from 'aws-cdk-lib';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { DIMENSIONS, SPEND_METRIC } from '../../contract/metrics.ts';
import type { Alarms } from './alarms.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';

/**
 * An alarm for each currency.
 *
 * @param logs - of the functions that record receipts. They log the price of each message once
 */
export function addSpendAlarms(
  alarms: Alarms,
  logs: readonly LogGroup[],
  metrics: ReceiptMetrics,
  amounts: Readonly<Record<string, number>>,
): void {
  for (const [currency, amount] of Object.entries(amounts)) {
    for (const logGroup of logs) {
      new MetricFilter(logGroup, `Spend-${currency}`, {
        logGroup,
        // Not all currencies that come: each is billed as a metric
        filterPattern: FilterPattern.stringValue(`$.${DIMENSIONS.currency}`, '=', currency),
        metricNamespace: metrics.metricsNamespace,
        metricName: SPEND_METRIC,
        metricValue: `$.${SPEND_METRIC}`,
        dimensions: { [DIMENSIONS.currency]: `$.${DIMENSIONS.currency}` },
      });
    }
    alarms.add({
      name: 'spend-too-high',
      of: currency,
      severity: 'ticket',
      happens: `The messages of 24 hours cost more than ${amount} ${currency}, by the prices in their receipts.`,
      harm: 'whoever pays. Nothing stops the next messages.',
      firstStep: 'compare the receipts of an hour with last week on the dashboard: what sends more?',
      metric: metrics.metricSpend(currency, { period: Duration.days(1) }),
      when: { above: amount },
    });
  }
}
