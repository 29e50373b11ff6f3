import { Duration } from 'aws-cdk-lib';
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
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type RequestOutcome, UNDOCUMENTED_STATE } from '../../contract/metrics.ts';
import type { IndexName } from '../../contract/tables.ts';
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
}

const FULL_WIDTH = 24;
const THIRD = 8;
const HEIGHT = 6;
const SUM = { statistic: Stats.SUM };
const HIGHEST = { statistic: Stats.MAXIMUM };
const PER_HOUR = { statistic: Stats.SUM, period: Duration.hours(1) };
const NOT_RECORDED: RequestOutcome[] = ['set_aside', 'invalid', 'unauthenticated', 'source_refused', 'unavailable'];
/** States that are drawn; one that is not here is in the log. */
const STATES = ['queued', 'sent', 'delivered', 'read', 'undelivered', 'rejected', 'failed', UNDOCUMENTED_STATE];

/** Answers four questions, top to bottom. */
export class Dashboard extends Construct {
  readonly board: CloudWatchDashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    this.board = new CloudWatchDashboard(this, 'Board', {
      dashboardName: props.name,
      defaultInterval: Duration.hours(24),
      widgets: [
        [question('Is it up?')],
        isItUp(props),
        [question('Is any receipt at risk?')],
        isAnyReceiptAtRisk(props),
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
      receive.function.metric('ConcurrentExecutions', { ...HIGHEST, label: 'at once' }),
    ]),
  ];
}

function isAnyReceiptAtRisk({ metrics, queue, deadLetterQueue, receiptsTable }: DashboardProps): IWidget[] {
  return [
    graph('Bodies in the queues', [
      queue.metricApproximateNumberOfMessagesVisible({ ...HIGHEST, label: 'fallback: waiting' }),
      queue.metricApproximateNumberOfMessagesNotVisible({ ...HIGHEST, label: 'fallback: tried, to be tried again' }),
      deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...HIGHEST, label: 'dead letters' }),
    ]),
    graph('Through the fallback queue', [
      metrics.requests('queued', { label: 'queued' }),
      metrics.redriven({ label: 'redriven' }),
      receiptsTable.metric('WriteThrottleEvents', { ...SUM, label: 'writes throttled' }),
    ]),
    graph(
      'Not recorded',
      NOT_RECORDED.map((outcome) => metrics.requests(outcome, { label: outcome })),
    ),
  ];
}

function whatIsDelivered({ metrics, receive, redrive }: DashboardProps): IWidget[] {
  return [
    graph(
      'Receipts by state',
      STATES.map((state) => metrics.receiptsOfState(state, { label: state })),
      { stacked: true, width: FULL_WIDTH / 2 },
    ),
    graph(
      'Delivered, % of terminal statuses',
      [
        new MathExpression({
          expression: '100 * rate',
          usingMetrics: { rate: metrics.deliveryRate() },
          label: 'delivered',
        }),
      ],
      { leftYAxis: { min: 0, max: 100 }, width: FULL_WIDTH / 2 },
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
      width: FULL_WIDTH / 2,
      height: HEIGHT,
    }),
    graph(
      'From status to receipt, ms',
      [50, 90, 99].map((percentile) => metrics.lag({ statistic: Stats.percentile(percentile) })),
      { width: FULL_WIDTH / 2 },
    ),
  ];
}

function whatItCosts(props: DashboardProps): IWidget[] {
  const { stage, receive, redrive, receiptsTable: table, indexes, setAsideTable } = props;
  const writeUnits = (index: string) =>
    table.metric('ConsumedWriteCapacityUnits', {
      ...PER_HOUR,
      dimensionsMap: { TableName: table.tableName, GlobalSecondaryIndexName: index },
      label: index,
    });
  return [
    graph('Requests an hour', [stage.metricCount({ ...PER_HOUR, label: 'requests' })]),
    graph(
      'Write units an hour',
      [
        table.metricConsumedWriteCapacityUnits({ ...PER_HOUR, label: 'receipts table' }),
        ...indexes.map(writeUnits),
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

function question(text: string): IWidget {
  return new TextWidget({ markdown: `## ${text}`, width: FULL_WIDTH, height: 1 });
}

function graph(title: string, left: IMetric[], options: GraphWidgetProps = {}): IWidget {
  return new GraphWidget({ title, left, width: THIRD, height: HEIGHT, ...options });
}
