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
    return { period: alarm.Period / 60, valueAt: statisticOf(only, series) };
  }
  const ids = inputs.map(({ Id }) => Id);
  const compute = new Function('FILL', 'IF', ...ids, `return ${expression};`);
  // Without one of these, CloudWatch computes nothing
  const needed = ids.map((id) => new RegExp(`\\b${id}\\b`).test(expression.replace(/FILL\(\w+, 0\)/g, '')));
  const fill = (value: number | undefined, replacement: number) => value ?? replacement;
  const choose = (condition: boolean, one: number, other: number) => (condition ? one : other);
  const statistics = inputs.map((input) => statisticOf(input, series));
  return {
    period: (inputs[0]?.Period ?? 60) / 60,
    valueAt: (minute: number): number | undefined => {
      const values = statistics.map((valueAt) => valueAt(minute));
      if (values.some((value, at) => needed[at] && value === undefined)) return undefined;
      const value = compute(fill, choose, ...values);
      return Number.isFinite(value) ? value : undefined;
    },
  };
}

/** The value of a metric in the period that ends with a minute. Adds up once: a period of a day is read each minute. */
function statisticOf({ Metric, Period, Stat }: MetricStat, series: MetricSeries) {
  const texts = (Metric.Dimensions ?? []).map(({ Value }) => Value).filter((value) => typeof value === 'string');
  const minutes = (series[[Metric.MetricName, ...texts].join(' ')] ?? []).map((minute) =>
    typeof minute === 'number' ? { sum: minute, count: 1 } : (minute ?? { sum: 0, count: 0 }),
  );
  const totals = [{ sum: 0, count: 0 }];
  for (const [at, { sum, count }] of minutes.entries()) {
    const before = totals[at] ?? { sum: 0, count: 0 };
    totals.push({ sum: before.sum + sum, count: before.count + count });
  }
  return (end: number): number | undefined => {
    const from = Math.max(0, end + 1 - Period / 60);
    const [before, after] = [totals[from], totals[Math.min(end + 1, minutes.length)]];
    if (before === undefined || after === undefined || after.count === before.count) return undefined;
    const [sum, count] = [after.sum - before.sum, after.count - before.count];
    switch (Stat) {
      case 'Sum':
        return sum;
      case 'SampleCount':
        return count;
      case 'Average':
        return sum / count;
      case 'Maximum':
        return Math.max(...minutes.slice(from, end + 1).flatMap((minute) => (minute.count > 0 ? [minute.sum] : [])));
      default:
        throw new Error(`The statistic ${Stat} is not simulated.`);
    }
  };
}
