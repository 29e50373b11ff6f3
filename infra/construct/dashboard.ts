import { Aws, Duration } from 'aws-cdk-lib';
import { Dashboard as CloudWatchDashboard, type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { BundledFunction } from './bundled-function.ts';
import { whatIsDelivered } from './dashboard-delivery.ts';
import { areEventsPublished, isAnyReceiptAtRisk, isAnyReceiptLost, isItUp } from './dashboard-health.ts';
import type { DashboardProps } from './dashboard-props.ts';
import { FULL_WIDTH, graph, indexMetric, inUnit, MS_PER_MINUTE, question, SUM } from './dashboard-widgets.ts';

const HOURLY = { period: Duration.hours(1) };
const PER_HOUR = { ...SUM, ...HOURLY };

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
        [startHere(props)],
        [question('Is it up?')],
        isItUp(props),
        [question('Is any receipt at risk?')],
        isAnyReceiptAtRisk(props),
        ...(props.publisher === undefined ? [] : [areEventsPublished(props, props.publisher)]),
        ...(props.isReconciled ? [isAnyReceiptLost(props)] : []),
        [question('What is being delivered?')],
        whatIsDelivered(props),
        [question('What does it cost?')],
        whatItCosts(props),
      ],
    });
  }
}

function startHere({
  name,
  console,
  runbookUrl,
  receive,
  redrive,
  receiptsTable,
  setAsideTable,
}: DashboardProps): IWidget {
  const items = ({ tableName }: ITableV2) => `${console('dynamodbv2')}#item-explorer?table=${tableName}`;
  const log = ({ logGroup }: BundledFunction) =>
    `${console('cloudwatch')}#logsV2:log-groups/log-group/${logGroup.logGroupName}`;
  const links: [text: string, url: string][] = [
    ['Messages', items(receiptsTable)],
    ['Set-aside bodies', items(setAsideTable)],
    ['Log of the receive function', log(receive)],
    ['Log of the redrive function', log(redrive)],
    ['Alarms', `${console('cloudwatch')}#alarmsV2:?search=${name}-`],
    ...(runbookUrl === undefined ? [] : ([['Runbook', runbookUrl]] as [string, string][])),
  ];
  return new TextWidget({
    markdown: [
      `# ${name}: delivery receipts of 8x8`,
      `An alarm is on? Its message names the first step, and its entry in ${runbookUrl ?? 'docs/runbook.md'}. \`npx receipts check\` tests the whole way of a receipt. \`npx receipts find\` looks up messages.`,
      links.map(([text, url]) => `[button:${text}](${url})`).join(' '),
    ].join('\n\n'),
    width: FULL_WIDTH,
    height: 4,
  });
}

function whatItCosts(props: DashboardProps): IWidget[] {
  const { stage, receive, redrive, receiptsTable: table, indexes, setAsideTable, metrics, spendCurrencies } = props;
  const spend = spendCurrencies.map((currency) => metrics.metricSpend(currency, { ...HOURLY, label: currency }));
  return [
    ...(spend.length === 0 ? [] : [graph('Price of the messages of an hour', spend, { width: FULL_WIDTH })]),
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
    graph('Time that the functions ran in an hour, minutes', [
      inUnit(
        MS_PER_MINUTE,
        { receiving: receive.function.metricDuration(SUM) },
        { ...HOURLY, label: 'receive function' },
      ),
      inUnit(
        MS_PER_MINUTE,
        { redriving: redrive.function.metricDuration(SUM) },
        { ...HOURLY, label: 'redrive function' },
      ),
    ]),
  ];
}
