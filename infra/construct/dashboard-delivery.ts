import { Duration } from 'aws-cdk-lib';
import {
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { UNDOCUMENTED_STATE } from '../../contract/metrics.ts';
import { ERROR_REASONS } from '../../eight-by-eight/error-reasons.ts';
import { USUAL_STATES } from '../../eight-by-eight/states.ts';
import type { DashboardProps } from './dashboard-props.ts';
import {
  FULL_WIDTH,
  graph,
  HALF,
  HEIGHT,
  inUnit,
  lineAt,
  MS_PER_SECOND,
  percent,
  percentGraph,
  percentilesInSeconds,
  SUM,
  THIRD,
} from './dashboard-widgets.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';

/** States in the graph. The others are only in the log. */
const STATES: readonly [state: string, label: string][] = [
  ...USUAL_STATES.map((state): [string, string] => [state, state]),
  [UNDOCUMENTED_STATE, 'a state that 8x8 does not document'],
];
/** A widget cannot shift its time, but it can show a week and a day: the same time last week is at its other end. */
const WEEK_AND_DAY = '-P8D';
const HOURLY = { period: Duration.hours(1) };

export function whatIsDelivered(props: DashboardProps): IWidget[] {
  const { alarms, metrics } = props;
  return [
    inNumbers(metrics),
    graph(
      'Receipts an hour: today at the right end, the same time last week at the left',
      [metrics.metricReceipts({ ...HOURLY, label: 'receipts' })],
      { start: WEEK_AND_DAY, width: HALF },
    ),
    percentGraph(
      'Delivered, % of final statuses: today at the right end, the same time last week at the left',
      [percent({ hourly: metrics.metricDeliveryRate() }, 'hourly', { ...HOURLY, label: 'delivered' })],
      { start: WEEK_AND_DAY, width: HALF, ...lineAt(alarms, 'low-delivery-rate', 1) },
    ),
    graph(
      'Receipts by state',
      STATES.map(([state, label]) => metrics.metricReceiptsOfState(state, { label })),
      { stacked: true },
    ),
    percentGraph('Delivered, % of final statuses', [
      percent({ rate: metrics.metricDeliveryRate() }, 'rate', { label: 'delivered to the phone' }),
    ]),
    percentGraph('Confirmed by the operator only, % of delivered statuses', [operatorOnly(metrics)]),
    topErrorCodes(props),
    new TextWidget({ markdown: errorCodes(), width: THIRD, height: HEIGHT }),
    graph(
      'Time to delivery, seconds',
      percentilesInSeconds((statistic) => metrics.metricDeliveryTime({ statistic })),
      { ...lineAt(alarms, 'slow-delivery', MS_PER_SECOND) },
    ),
    graph(
      'From status to receipt, seconds',
      percentilesInSeconds((statistic) => metrics.metricLag({ statistic })),
      { width: FULL_WIDTH },
    ),
  ];
}

/** Each of the whole time range of the dashboard. */
function inNumbers(metrics: ReceiptMetrics): IWidget {
  return new SingleValueWidget({
    title: 'In the time range of the dashboard',
    metrics: [
      percent({ rate: metrics.metricDeliveryRate() }, 'rate', { label: 'delivered, % of final statuses' }),
      operatorOnly(metrics),
      metrics.metricReceipts({ label: 'receipts' }),
      inUnit(
        MS_PER_SECOND,
        { half: metrics.metricDeliveryTime() },
        { label: 'seconds to delivery, of half of the messages' },
      ),
    ],
    setPeriodToTimeRange: true,
    width: FULL_WIDTH,
    height: 4,
  });
}

/** 8x8 sends `delivered` for the operator, and again for the phone. Only the second is final, and counted in `phone`. */
function operatorOnly(metrics: ReceiptMetrics) {
  const usingMetrics = {
    both: metrics.metricReceiptsOfState('delivered'),
    phone: metrics.metricDeliveryRate(SUM),
  };
  return percent(usingMetrics, '(both - FILL(phone, 0)) / both', {
    label: 'operator only: no answer from the phone, %',
  });
}

function topErrorCodes({ receive, redrive }: DashboardProps): IWidget {
  return new LogQueryWidget({
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
  });
}

/** Beside the query, because the log has only the codes. */
function errorCodes(): string {
  const rows = Object.entries(ERROR_REASONS).map(([code, reason]) => `${code} | ${reason}`);
  return ['### Error codes, as 8x8 names them', '', 'code | reason', '--- | ---', ...rows].join('\n');
}
