import { AlarmStatusWidget, type IWidget, LogQueryVisualizationType, LogQueryWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { RequestOutcome } from '../../contract/metrics.ts';
import { SETTLED_AFTER_HOURS } from '../../eight-by-eight/posting.ts';
import type { DashboardProps } from './dashboard-props.ts';
import {
  FULL_WIDTH,
  graph,
  HALF,
  HEIGHT,
  indexMetric,
  inUnit,
  lineAt,
  MAXIMUM,
  MS_PER_MINUTE,
  percent,
  percentGraph,
  percentilesInSeconds,
  SUM,
  THIRD,
} from './dashboard-widgets.ts';
import type { EventPublisher } from './event-publisher.ts';
import { claimedConcurrency } from './function-alarms.ts';

/** Outcomes of requests whose receipts are not recorded, in words. */
const NOT_RECORDED: Readonly<Partial<Record<RequestOutcome, string>>> = {
  set_aside: 'other webhooks, set aside',
  invalid: 'invalid, set aside',
  unsupported_content_type: 'in another format, set aside',
  not_storable: 'refused by DynamoDB, set aside',
  too_large: 'too large, refused',
  unauthenticated: 'wrong token, refused',
  source_refused: 'unknown address, refused',
  unavailable: 'answered 503',
};
const SECONDS_PER_MINUTE = 60;

export function isItUp(props: DashboardProps): IWidget[] {
  const { alarms, stage, receive, redrive, accountConcurrency } = props;
  return [
    ...(alarms === undefined
      ? []
      : [new AlarmStatusWidget({ title: 'Alarms', alarms: alarms.all, width: FULL_WIDTH, height: 3 })]),
    graph('Requests', [
      stage.metricCount({ ...SUM, label: 'all' }),
      stage.metricClientError({ ...SUM, label: 'refused (4xx)' }),
      stage.metricServerError({ ...SUM, label: 'failed (5xx)' }),
    ]),
    graph(
      'Time to answer, seconds',
      percentilesInSeconds((statistic) => stage.metricLatency({ statistic })),
      { ...lineAt(alarms, 'slow-answers', 1000) },
    ),
    new LogQueryWidget({
      title: 'Last receipts',
      logGroupNames: [receive, redrive].map(({ logGroup }) => logGroup.logGroupName),
      queryLines: ['fields @timestamp, state, outcome', 'filter ispresent(state)', 'sort @timestamp desc', 'limit 5'],
      view: LogQueryVisualizationType.TABLE,
      width: THIRD,
      height: HEIGHT,
    }),
    graph(
      'Receive function',
      [
        receive.function.metricErrors({ ...SUM, label: 'crashes and time-outs' }),
        receive.function.metricThrottles({ ...SUM, label: 'refused by Lambda' }),
        receive.function.metric('ConcurrentExecutions', { ...MAXIMUM, label: 'executions at once' }),
      ],
      { width: HALF },
    ),
    percentGraph(
      "Executions at once of all functions, % of the account's quota",
      [
        percent({ claimed: claimedConcurrency(MAXIMUM) }, `claimed / ${accountConcurrency}`, {
          label: 'used or reserved',
        }),
      ],
      { width: HALF, ...lineAt(alarms, 'account-concurrency-near-quota', accountConcurrency / 100) },
    ),
  ];
}

export function isAnyReceiptAtRisk(props: DashboardProps): IWidget[] {
  const { alarms, metrics, queue, deadLetterQueue, receiptsTable, indexes } = props;
  return [
    graph('Bodies in the queues', [
      queue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'wait for their first try' }),
      queue.metricApproximateNumberOfMessagesNotVisible({ ...MAXIMUM, label: 'tried, will be tried again' }),
      deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'given up (dead letters)' }),
    ]),
    graph(
      'Oldest body that waits, minutes',
      [
        inUnit(
          SECONDS_PER_MINUTE,
          { age: queue.metricApproximateAgeOfOldestMessage(MAXIMUM) },
          { label: 'oldest body' },
        ),
      ],
      { ...lineAt(alarms, 'oldest-queued-receipt-too-old', SECONDS_PER_MINUTE) },
    ),
    graph('Through the fallback queue', [
      metrics.metricRequests('queued', { label: 'receipts queued' }),
      metrics.metricRedriven({ label: 'receipts recorded from the queue' }),
      metrics.metricBreakerOpened({ label: 'circuit breakers opened: DynamoDB does not answer' }),
    ]),
    graph('Throttled writes', [
      receiptsTable.metric('WriteThrottleEvents', { ...SUM, label: 'receipts table' }),
      ...indexes.map((index) => indexMetric(receiptsTable, index, 'WriteThrottleEvents', SUM)),
    ]),
    graph('Not recorded', [
      ...Object.entries(NOT_RECORDED).map(([outcome, label]) =>
        metrics.metricRequests(outcome as RequestOutcome, { label }),
      ),
      metrics.metricUnknownFormat({ label: 'unknown format' }),
      metrics.metricUnreadableFields({ label: 'fields that cannot be read' }),
    ]),
    percentGraph(
      'Set aside, % of authenticated bodies',
      [percent({ share: metrics.metricSetAsideShare() }, 'share', { label: 'set aside' })],
      { ...lineAt(alarms, 'mostly-set-aside', 1 / 100) },
    ),
  ];
}

export function areEventsPublished(
  { alarms }: DashboardProps,
  { function: publisher, deadLetterQueue }: EventPublisher,
): IWidget[] {
  return [
    graph(
      'Oldest change that is not published, minutes',
      [inUnit(MS_PER_MINUTE, { age: publisher.metric('IteratorAge', MAXIMUM) }, { label: 'oldest change' })],
      { ...lineAt(alarms, 'events-delayed', MS_PER_MINUTE) },
    ),
    graph('Publish function', [
      publisher.metricInvocations({ ...SUM, label: 'batches' }),
      publisher.metricErrors({ ...SUM, label: 'crashes and time-outs' }),
      publisher.metricThrottles({ ...SUM, label: 'refused by Lambda' }),
    ]),
    graph('Events that could not be published', [
      deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'events' }),
    ]),
  ];
}

export function isAnyReceiptLost({ metrics }: DashboardProps): IWidget[] {
  return [
    graph(
      "Compared with the vendor's log",
      [
        metrics.metricReconciledMissing({ label: 'missing: no receipt came' }),
        metrics.metricReconciledBehind({ label: 'behind: the last receipt did not come' }),
        metrics.metricReconciledUnreadable({ label: 'unreadable rows' }),
        metrics.metricReconciledUnfinished({ label: `no final status after ${SETTLED_AFTER_HOURS} hours` }),
      ],
      { right: [metrics.metricReconciledRows({ label: 'messages' })], width: FULL_WIDTH },
    ),
  ];
}
