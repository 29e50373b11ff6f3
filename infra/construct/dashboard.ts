import { Aws, Duration } from 'aws-cdk-lib';
import type { IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type GraphWidgetProps,
  type IAlarm,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  type MetricOptions,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type RequestOutcome, UNDOCUMENTED_STATE } from '../../contract/metrics.ts';
import type { IndexName } from '../../contract/tables.ts';
import { SETTLED_AFTER_HOURS } from '../../eight-by-eight/posting.ts';
import { USUAL_STATES } from '../../eight-by-eight/states.ts';
import type { EventPublisher } from './event-publisher.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';
import type { ReceiveFunction } from './receive-function.ts';
import type { RedriveFunction } from './redrive-function.ts';

export interface DashboardProps {
  readonly name: string;
  readonly alarms: readonly IAlarm[];
  readonly metrics: ReceiptMetrics;
  readonly stage: IHttpStage;
  readonly receive: ReceiveFunction;
  readonly redrive: RedriveFunction;
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
  readonly receiptsTable: TableV2;
  /** Indexes of the receipts table. */
  readonly indexes: readonly IndexName[];
  readonly setAsideTable: TableV2;
  /** Undefined if no events are published. */
  readonly publisher: EventPublisher | undefined;
  /** Whether the table is compared with the vendor's log. */
  readonly isReconciled: boolean;
}

const FULL_WIDTH = 24;
const THIRD = 8;
const HEIGHT = 6;
const SUM = { statistic: Stats.SUM };
const MAXIMUM = { statistic: Stats.MAXIMUM };
const PER_HOUR = { statistic: Stats.SUM, period: Duration.hours(1) };
const PERCENTILES = [50, 90, 99].map(Stats.percentile);
const NOT_RECORDED: RequestOutcome[] = [
  'set_aside',
  'invalid',
  'unsupported_content_type',
  'not_storable',
  'too_large',
  'unauthenticated',
  'source_refused',
  'unavailable',
];
/** States in the graph. The others are only in the log. */
const STATES = [...USUAL_STATES, UNDOCUMENTED_STATE];

/** Dashboards of all Regions share their names. */
export function dashboardName(receiver: string): string {
  return `${receiver}-${Aws.REGION}`;
}

/** One dashboard that answers four questions, top to bottom. */
export class Dashboard extends Construct {
  readonly board: CloudWatchDashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    this.board = new CloudWatchDashboard(this, 'Board', {
      dashboardName: dashboardName(props.name),
      defaultInterval: Duration.hours(24),
      widgets: [
        [question('Is it up?')],
        isItUp(props),
        [question('Is any receipt at risk?')],
        isAnyReceiptAtRisk(props),
        ...(props.publisher === undefined ? [] : [areEventsPublished(props.publisher)]),
        ...(props.isReconciled ? [isAnyReceiptLost(props)] : []),
        [question('What is being delivered?')],
        whatIsDelivered(props),
        [question('What does it cost?')],
        whatItCosts(props),
      ],
    });
  }
}

function isItUp({ alarms, stage, receive }: DashboardProps): IWidget[] {
  return [
    ...(alarms.length === 0
      ? []
      : [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: FULL_WIDTH, height: 3 })]),
    graph('Requests', [
      stage.metricCount({ ...SUM, label: 'all' }),
      stage.metricClientError({ ...SUM, label: 'refused (4xx)' }),
      stage.metricServerError({ ...SUM, label: 'failed (5xx)' }),
    ]),
    graph(
      'Time to answer, ms',
      [50, 99].map((percentile) => stage.metricLatency({ statistic: Stats.percentile(percentile) })),
    ),
    graph('Receiving function', [
      receive.function.metricErrors({ ...SUM, label: 'errors' }),
      receive.function.metricThrottles({ ...SUM, label: 'throttled' }),
      receive.function.metric('ConcurrentExecutions', { ...MAXIMUM, label: 'at once' }),
    ]),
  ];
}

function isAnyReceiptAtRisk(props: DashboardProps): IWidget[] {
  const { metrics, queue, deadLetterQueue, receiptsTable, indexes } = props;
  const share = metrics.metricSetAsideShare();
  return [
    graph('Bodies in the queues', [
      queue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'fallback: waiting' }),
      queue.metricApproximateNumberOfMessagesNotVisible({ ...MAXIMUM, label: 'fallback: tried, to be retried' }),
      deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'dead letters' }),
    ]),
    graph('Through the fallback queue', [
      metrics.metricRequests('queued', { label: 'queued' }),
      metrics.metricRedriven({ label: 'redriven' }),
      metrics.metricBreakerOpened({ label: 'circuit breakers opened' }),
    ]),
    graph('Throttled writes', [
      receiptsTable.metric('WriteThrottleEvents', { ...SUM, label: 'receipts table' }),
      ...indexes.map((index) => indexMetric(receiptsTable, index, 'WriteThrottleEvents', SUM)),
    ]),
    graph(
      'Not recorded',
      [
        ...NOT_RECORDED.map((outcome) => metrics.metricRequests(outcome, { label: outcome })),
        metrics.metricUnknownFormat({ label: 'unknown format' }),
        metrics.metricUnreadableFields({ label: 'unreadable fields' }),
      ],
      { width: FULL_WIDTH / 2 },
    ),
    graph(
      'Set aside, % of authenticated bodies',
      [new MathExpression({ expression: '100 * share', usingMetrics: { share }, label: 'set aside' })],
      { leftYAxis: { min: 0, max: 100 }, width: FULL_WIDTH / 2 },
    ),
  ];
}

function areEventsPublished({ function: publisher, deadLetterQueue }: EventPublisher): IWidget[] {
  return [
    graph('Oldest change that is not published, ms', [
      publisher.metric('IteratorAge', { ...MAXIMUM, label: 'oldest change' }),
    ]),
    graph('Publishing function', [
      publisher.metricInvocations({ ...SUM, label: 'batches' }),
      publisher.metricErrors({ ...SUM, label: 'errors' }),
      publisher.metricThrottles({ ...SUM, label: 'throttled' }),
    ]),
    graph('Events in the dead-letter queue', [
      deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'events' }),
    ]),
  ];
}

function isAnyReceiptLost({ metrics }: DashboardProps): IWidget[] {
  return [
    graph(
      "Compared with the vendor's log",
      [
        metrics.metricReconciledMissing({ label: 'missing' }),
        metrics.metricReconciledBehind({ label: 'behind' }),
        metrics.metricReconciledUnreadable({ label: 'unreadable rows' }),
        metrics.metricReconciledUnfinished({ label: `no terminal status after ${SETTLED_AFTER_HOURS} hours` }),
      ],
      { right: [metrics.metricReconciledRows({ label: 'messages' })], width: FULL_WIDTH },
    ),
  ];
}

function whatIsDelivered({ metrics, receive, redrive }: DashboardProps): IWidget[] {
  const rate = metrics.metricDeliveryRate();
  return [
    graph(
      'Receipts by state',
      STATES.map((state) => metrics.metricReceiptsOfState(state, { label: state })),
      { stacked: true },
    ),
    graph(
      'Delivered, % of terminal statuses',
      [new MathExpression({ expression: '100 * rate', usingMetrics: { rate }, label: 'delivered' })],
      { leftYAxis: { min: 0, max: 100 } },
    ),
    new LogQueryWidget({
      title: 'Top error codes',
      logGroupNames: [receive, redrive].map(({ logGroup }) => logGroup.logGroupName),
      queryLines: [
        'filter ispresent(errorCode) and outcome != "duplicate"',
        'stats count(*) as statuses by errorCode',
        'sort statuses desc',
        'limit 10',
      ],
      view: LogQueryVisualizationType.TABLE,
      width: THIRD,
      height: HEIGHT,
    }),
    graph(
      'Time to delivery, ms',
      PERCENTILES.map((statistic) => metrics.metricDeliveryTime({ statistic })),
      { width: FULL_WIDTH / 2 },
    ),
    graph(
      'From status to receipt, ms',
      PERCENTILES.map((statistic) => metrics.metricLag({ statistic })),
      { width: FULL_WIDTH / 2 },
    ),
  ];
}

function whatItCosts(props: DashboardProps): IWidget[] {
  const { stage, receive, redrive, receiptsTable: table, indexes, setAsideTable } = props;
  return [
    graph('Requests an hour', [stage.metricCount({ ...PER_HOUR, label: 'requests' })]),
    graph(
      'Write units an hour',
      [
        table.metricConsumedWriteCapacityUnits({ ...PER_HOUR, label: 'receipts table' }),
        ...indexes.map((index) => indexMetric(table, index, 'ConsumedWriteCapacityUnits', PER_HOUR)),
        setAsideTable.metricConsumedWriteCapacityUnits({ ...PER_HOUR, label: 'set-aside table' }),
      ],
      { stacked: true },
    ),
    graph('Time of the functions an hour, ms', [
      receive.function.metricDuration({ ...PER_HOUR, label: 'receive' }),
      redrive.function.metricDuration({ ...PER_HOUR, label: 'redrive' }),
    ]),
  ];
}

/** The metric of a table does not include its indexes. */
function indexMetric(table: TableV2, index: IndexName, metricName: string, options: MetricOptions): IMetric {
  return table.metric(metricName, {
    ...options,
    dimensionsMap: { TableName: table.tableName, GlobalSecondaryIndexName: index },
    label: index,
  });
}

function question(text: string): IWidget {
  return new TextWidget({ markdown: `## ${text}`, width: FULL_WIDTH, height: 1 });
}

function graph(title: string, left: IMetric[], options: GraphWidgetProps = {}): IWidget {
  return new GraphWidget({ title, left, width: THIRD, height: HEIGHT, ...options });
}
