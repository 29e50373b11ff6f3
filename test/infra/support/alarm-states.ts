/** One value for each minute of a metric, by the name of the metric. Undefined where the service reports nothing. */
export type MetricSeries = Readonly<Record<string, readonly (number | undefined)[]>>;

interface AlarmOfTemplate {
  readonly MetricName?: string;
  readonly Metrics?: readonly {
    readonly Id: string;
    readonly Expression?: string;
    readonly MetricStat?: { readonly Metric: { readonly MetricName: string }; readonly Period: number };
  }[];
  readonly Period?: number;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
}

/**
 * The minutes in which an alarm with `atLeast` is on. Knows periods of one minute, and metric math with operators and FILL.
 * Missing data is good.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function minutesInAlarm(properties: object, series: MetricSeries): number[] {
  const alarm = properties as AlarmOfTemplate;
  const isBad = valuesOf(alarm, series).map((value) => value !== undefined && value >= alarm.Threshold);
  return isBad.flatMap((_, minute) => {
    const window = isBad.slice(Math.max(0, minute + 1 - alarm.EvaluationPeriods), minute + 1);
    return window.filter(Boolean).length >= alarm.DatapointsToAlarm ? [minute] : [];
  });
}

function valuesOf({ MetricName = '', Period, Metrics }: AlarmOfTemplate, series: MetricSeries) {
  const expression = Metrics?.find(({ Expression }) => Expression !== undefined)?.Expression;
  const inputs = Metrics?.flatMap(({ Id, MetricStat }) => (MetricStat ? [{ Id, ...MetricStat }] : [])) ?? [];
  for (const period of [Period, ...inputs.map((input) => input.Period)]) {
    if (period !== undefined && period !== 60) throw new Error(`A period of ${period} seconds is not simulated.`);
  }
  if (expression === undefined) return series[MetricName] ?? [];
  const compute = new Function('FILL', ...inputs.map(({ Id }) => Id), `return ${expression};`);
  const fill = (value: number | undefined, replacement: number) => value ?? replacement;
  const [first = []] = inputs.map(({ Metric }) => series[Metric.MetricName]);
  return first.map((_, minute): number | undefined => {
    const value = compute(fill, ...inputs.map(({ Metric }) => series[Metric.MetricName]?.[minute]));
    return Number.isNaN(value) ? undefined : value;
  });
}
