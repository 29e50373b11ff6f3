import { Duration } from 'aws-cdk-lib';
import { MathExpression, type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { NO_ROUTE_METRIC } from '../../contract/metrics.ts';
import { RETRIES_END_S } from '../../eight-by-eight/posting.ts';
import type { Alarms } from './alarms.ts';
import type { Endpoint } from './endpoint.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';

const ONE_MINUTE = Duration.minutes(1);
/** The vendor gives a receipt up after {@link RETRIES_END_S}, so a failure in two of three minutes loses receipts. */
const PERSISTENT = { periods: 3, datapointsToAlarm: 2 };
/** The vendor posts a refused receipt five times within {@link RETRIES_END_S}, which may span two periods. */
const POSTS_IN_FIVE_MINUTES = 3;
/** Above this share of the rate, bursts within the minute are probably refused. */
const NEAR_THROTTLE = 0.8;
/** API Gateway bills a request for each 512 KB or part of them: https://aws.amazon.com/api-gateway/pricing/ */
const BILLED_BYTES = 512 * 1024;
const FLOOD_PERIOD = Duration.minutes(5);
/** 100 a second: about $12 a day. */
const FLOOD = 30_000;

export function addEndpointAlarms(alarms: Alarms, endpoint: Endpoint, { metricsNamespace }: ReceiptMetrics): void {
  const { stage } = endpoint;
  alarms.add({
    name: 'server-errors',
    severity: 'page',
    happens: 'The endpoint answers 5xx, in two of three minutes.',
    harm: `everybody who looks up a message. The vendor gives up a receipt after ${RETRIES_END_S} seconds: receipts are being lost.`,
    firstStep: 'after a deployment, undo it. Otherwise look for "unavailable" in the log of the receive function.',
    metric: stage.metricServerError({ statistic: Stats.SUM, period: ONE_MINUTE }),
    when: { atLeast: 1 },
    ...PERSISTENT,
  });
  alarms.add({
    name: 'slow-answers',
    severity: 'page',
    happens: 'One answer in a hundred takes over 3 seconds, for a quarter of an hour.',
    harm: 'everybody who looks up a message, if the vendor gives up waiting: receipts are at risk.',
    firstStep: 'look for opened circuit breakers on the dashboard: then DynamoDB is slow.',
    metric: stage.metricLatency({ statistic: Stats.percentile(99), period: Duration.minutes(5) }),
    when: { atLeast: 3000 },
    periods: 3,
  });
  alarms.add({
    name: 'throttled-requests',
    severity: 'page',
    happens: 'The endpoint refuses requests above its rate with 429, in two of three minutes.',
    harm: `everybody who looks up a message. The vendor gives up a receipt after ${RETRIES_END_S} seconds: receipts are at risk.`,
    firstStep: 'find the callers in the access log. If it is the vendor, raise the quota or the throttle.',
    // HTTP APIs have no metric for 429. Their metric for 4xx includes wrong tokens and invalid receipts
    metric: answeredRequests(endpoint, metricsNamespace, { status: 429, id: 'Throttled', metricName: 'throttled' }),
    when: { atLeast: 1 },
    ...PERSISTENT,
  });
  alarms.add({
    name: 'requests-without-route',
    severity: 'ticket',
    happens: 'Requests to a wrong path or with a wrong method arrive, and are answered 404.',
    harm: `nobody, if strangers try well-known paths. If they are the vendor's, its URL is wrong: every receipt is lost after ${RETRIES_END_S} seconds, because nothing of it is kept.`,
    firstStep: 'find the callers with status 404 in the access log.',
    // The function answers none with 404, and never sees these requests
    metric: answeredRequests(endpoint, metricsNamespace, {
      status: 404,
      id: 'NoRoute',
      metricName: NO_ROUTE_METRIC,
    }).with({
      period: Duration.minutes(5),
    }),
    when: { atLeast: POSTS_IN_FIVE_MINUTES },
  });
  // If API Gateway refuses very many requests, log lines may be missing, and the alarm above may not go off:
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-monitor.html
  alarms.add({
    name: 'requests-near-throttle',
    severity: 'page',
    happens: `The endpoint gets over ${NEAR_THROTTLE * 100} % of the requests that its throttle or the account's quota lets through.`,
    harm: 'everybody who looks up a message: bursts are probably refused with 429 already, and receipts are at risk.',
    firstStep: 'find the callers in the access log. If it is the vendor, raise the quota or the throttle.',
    metric: stage.metricCount({ statistic: Stats.SUM, period: ONE_MINUTE }),
    when: { atLeast: endpoint.requestsIn(NEAR_THROTTLE * ONE_MINUTE.toSeconds()) },
  });
  alarms.add({
    name: 'flood-of-refusals',
    severity: 'ticket',
    happens: 'Over 100 requests a second are refused, or large bodies come that are billed like as many.',
    harm: 'whoever pays: the flood costs $12 a day and more. It uses the quotas that receipts and the other functions of the account need.',
    firstStep: 'find the callers in the access log.',
    metric: new MathExpression({
      expression: `FILL(refused, 0) + FILL(bytes, 0) / ${BILLED_BYTES}`,
      usingMetrics: {
        refused: stage.metricClientError({ statistic: Stats.SUM, period: FLOOD_PERIOD }),
        bytes: stage.metricDataProcessed({ statistic: Stats.SUM, period: FLOOD_PERIOD }),
      },
      period: FLOOD_PERIOD,
    }),
    when: { atLeast: FLOOD },
  });
}

/** Requests with this status a minute. */
export function answeredRequests(
  { accessLog }: Endpoint,
  metricNamespace: string,
  { status, id, metricName }: { readonly status: number; readonly id: string; readonly metricName: string },
): Metric {
  return new MetricFilter(accessLog, id, {
    logGroup: accessLog,
    filterPattern: FilterPattern.stringValue('$.status', '=', `${status}`),
    metricNamespace,
    metricName,
  }).metric({ statistic: Stats.SUM, period: ONE_MINUTE });
}
