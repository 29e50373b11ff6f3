import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alarms } from './alarms.ts';
import { answeredRequests } from './endpoint-alarms.ts';
import type { Page } from './page.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';

/** A person who meets an error loads the page again. */
const ERRORS = 3;
const PERIOD = Duration.minutes(15);

export function addPageAlarms(alarms: Alarms, { endpoint }: Page, { metricsNamespace }: ReceiptMetrics): void {
  alarms.add({
    name: 'page-errors',
    severity: 'ticket',
    happens: `The page to look up messages answered 5xx at least ${ERRORS} times in a quarter of an hour.`,
    harm: 'whoever looks up messages: pages do not open. Receipts are recorded as before.',
    firstStep: 'find the error in the log of the page function.',
    // Also what the function does not see: its crashes, and requests above its concurrency
    metric: endpoint.stage.metricServerError({ statistic: Stats.SUM, period: PERIOD }),
    when: { atLeast: ERRORS },
  });
  alarms.add({
    name: 'page-throttled',
    severity: 'ticket',
    happens: 'The page to look up messages refuses requests above its rate with 429.',
    harm: 'whoever looks up messages: pages do not open. Receipts are recorded as before, because the page has a rate of its own.',
    firstStep: 'find the callers in the access log of the page.',
    metric: answeredRequests(endpoint, metricsNamespace, {
      status: 429,
      id: 'Throttled',
      metricName: 'pageThrottled',
    }).with({ period: PERIOD }),
    when: { atLeast: 1 },
  });
}
