/** What a service reports in a minute: one value, or the sum and the number of several. Undefined for nothing. */
type Minute = number | { readonly sum: number; readonly count: number } | undefined;

/** The minutes of each metric, by its name and the values of its dimensions: `receipts sent`. */
export type MetricSeries = Readonly<Record<string, readonly Minute[]>>;

interface MetricStat {
  readonly Metric: { readonly MetricName: string; readonly Dimensions?: readonly { readonly Value: unknown }[] };
  readonly Period: number;
  readonly Stat: string;
}

interface AlarmOfTemplate {
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Value: unknown }[];
  readonly Period: number;
  readonly Statistic: string;
  /** Instead of the above, if the alarm computes a value. */
  readonly Metrics?: readonly { readonly Id: string; readonly Expression?: string; readonly MetricStat?: MetricStat }[];
  readonly Threshold: number;
  readonly ComparisonOperator: keyof typeof IS_BAD;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly TreatMissingData: 'notBreaching' | 'breaching';
}

const IS_BAD = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
};

/**
 * The minutes at whose ends an alarm is on. Each minute CloudWatch looks at the periods that end with it. Knows sums, averages,
 * numbers of samples and maxima, and metric math with operators, FILL and IF.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function minutesInAlarm(properties: object, series: MetricSeries): number[] {
  const alarm = properties as AlarmOfTemplate;
  const { period, valueAt } = watched(alarm, series);
  const isBad = (minute: number) => {
    const value = valueAt(minute);
    return value === undefined
      ? alarm.TreatMissingData === 'breaching'
      : IS_BAD[alarm.ComparisonOperator](value, alarm.Threshold);
  };
  const minutes = Math.max(...Object.values(series).map(({ length }) => length));
  return Array.from({ length: minutes }, (_, minute) => minute).filter((minute) => {
    const ends = Array.from({ length: alarm.EvaluationPeriods }, (_, back) => minute - back * period);
    // Before the series, nothing is known
    return ends.filter((end) => end >= 0 && isBad(end)).length >= alarm.DatapointsToAlarm;
  });
}

/** The period of what an alarm watches, in minutes, and its value in the period that ends with a minute. */
function watched(alarm: AlarmOfTemplate, series: MetricSeries) {
  const inputs = (alarm.Metrics ?? []).flatMap(({ Id, MetricStat }) => (MetricStat ? [{ Id, ...MetricStat }] : []));
  const expression = alarm.Metrics?.find(({ Expression }) => Expression !== undefined)?.Expression;
  if (expression === undefined) {
    const only: MetricStat = { Metric: alarm, Period: alarm.Period, Stat: alarm.Statistic };
    return { period: alarm.Period / 60, valueAt: (minute: number) => statisticOf(only, series, minute) };
  }
  const ids = inputs.map(({ Id }) => Id);
  const compute = new Function('FILL', 'IF', ...ids, `return ${expression};`);
  // Without one of these, CloudWatch computes nothing
  const needed = ids.filter((id) => new RegExp(`\\b${id}\\b`).test(expression.replace(/FILL\(\w+, 0\)/g, '')));
  const fill = (value: number | undefined, replacement: number) => value ?? replacement;
  const choose = (condition: boolean, one: number, other: number) => (condition ? one : other);
  return {
    period: (inputs[0]?.Period ?? 60) / 60,
    valueAt: (minute: number): number | undefined => {
      const values = Object.fromEntries(inputs.map((input) => [input.Id, statisticOf(input, series, minute)]));
      if (needed.some((id) => values[id] === undefined)) return undefined;
      const value = compute(fill, choose, ...ids.map((id) => values[id]));
      return Number.isFinite(value) ? value : undefined;
    },
  };
}

function statisticOf({ Metric, Period, Stat }: MetricStat, series: MetricSeries, end: number): number | undefined {
  const texts = (Metric.Dimensions ?? []).map(({ Value }) => Value).filter((value) => typeof value === 'string');
  const minutes = series[[Metric.MetricName, ...texts].join(' ')] ?? [];
  const samples = minutes.slice(Math.max(0, end + 1 - Period / 60), end + 1).flatMap((minute) => {
    if (minute === undefined) return [];
    return typeof minute === 'number' ? [{ sum: minute, count: 1 }] : [minute];
  });
  if (samples.length === 0) return undefined;
  const sum = samples.reduce((total, sample) => total + sample.sum, 0);
  const count = samples.reduce((total, sample) => total + sample.count, 0);
  switch (Stat) {
    case 'Sum':
      return sum;
    case 'SampleCount':
      return count;
    case 'Average':
      return sum / count;
    case 'Maximum':
      return Math.max(...samples.map((sample) => sample.sum));
    default:
      throw new Error(`The statistic ${Stat} is not simulated.`);
  }
}
