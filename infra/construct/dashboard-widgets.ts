import {
  Color,
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  type IWidget,
  MathExpression,
  type MathExpressionOptions,
  type MetricOptions,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IndexName } from '../../contract/tables.ts';
import type { Alarms } from './alarms.ts';

export const FULL_WIDTH = 24;
export const HALF = 12;
export const THIRD = 8;
export const HEIGHT = 6;
export const SUM = { statistic: Stats.SUM };
export const MAXIMUM = { statistic: Stats.MAXIMUM };

export const MS_PER_SECOND = 1000;
export const MS_PER_MINUTE = 60_000;

export function question(text: string): IWidget {
  return new TextWidget({ markdown: `## ${text}`, width: FULL_WIDTH, height: 1 });
}

export function graph(title: string, left: IMetric[], options: GraphWidgetProps = {}): IWidget {
  return new GraphWidget({ title, left, width: THIRD, height: HEIGHT, ...options });
}

/** A graph from 0 to 100. */
export function percentGraph(title: string, left: IMetric[], options: GraphWidgetProps = {}): IWidget {
  return graph(title, left, { leftYAxis: { min: 0, max: 100 }, ...options });
}

/**
 * Options of a graph with a line where an alarm goes off; without a line if there is no such alarm.
 *
 * @param unit - of the graph, in the unit of the alarm
 */
export function lineAt(alarms: Alarms | undefined, name: string, unit: number): GraphWidgetProps {
  const threshold = alarms?.thresholdOf(name);
  if (threshold === undefined) return {};
  return { leftAnnotations: [{ value: threshold / unit, label: `alarm ${name}`, color: Color.RED }] };
}

/** The metric of a table does not include its indexes. */
export function indexMetric(table: ITableV2, index: IndexName, metricName: string, options: MetricOptions): IMetric {
  return table.metric(metricName, {
    ...options,
    dimensionsMap: { TableName: table.tableName, GlobalSecondaryIndexName: index },
    label: `index ${index}`,
  });
}

/** A metric in a larger unit. An expression needs the period: it does not use that of its metric. */
export function inUnit(
  unit: number,
  metrics: Readonly<Record<string, IMetric>>,
  options: MathExpressionOptions,
): MathExpression {
  return new MathExpression({
    expression: `${Object.keys(metrics)[0]} / ${unit}`,
    usingMetrics: { ...metrics },
    ...options,
  });
}

export function percent(
  usingMetrics: Record<string, IMetric>,
  share: string,
  options: MathExpressionOptions,
): MathExpression {
  return new MathExpression({ expression: `100 * ${share}`, usingMetrics, ...options });
}

/** The usual and the worst of a duration in milliseconds, in seconds. */
export function percentilesInSeconds(of: (statistic: string) => IMetric): MathExpression[] {
  return [
    { percentile: 50, label: 'half take at most' },
    { percentile: 90, label: '9 of 10 take at most' },
    { percentile: 99, label: '99 of 100 take at most' },
  ].map(({ percentile, label }) =>
    inUnit(MS_PER_SECOND, { [`p${percentile}`]: of(Stats.percentile(percentile)) }, { label }),
  );
}
