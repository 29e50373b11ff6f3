import { DIMENSIONS, type DimensionName, METRICS, type MetricName } from '../../contract/metrics.ts';
import { type BodyLog, type RedriveLog, type RequestLog, writeLog } from './request-log.ts';

export interface MetricSettings {
  /** Namespace of all metrics. */
  readonly namespace: string;
  /** Whether recorded receipts are also counted by sub-account. */
  readonly bySubAccount: boolean;
}

/**
 * The fields that turn a log line into metrics, in CloudWatch's embedded metric format. Libraries write a separate line for
 * metrics, which would repeat, and pay for, most fields.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export interface EmbeddedMetrics extends Partial<Record<MetricName, number>> {
  readonly _aws?: {
    /** Epoch milliseconds. */
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly Directive[];
  };
}

interface Directive {
  readonly Namespace: string;
  /** Each set of dimensions creates a metric for each combination of values; the empty set creates one metric. */
  readonly Dimensions: readonly (readonly DimensionName[])[];
  /** Without units. Names of durations end in Ms. */
  readonly Metrics: readonly { readonly Name: MetricName }[];
}

/** Metrics that have the same dimensions. */
interface MetricGroup {
  readonly dimensions: Directive['Dimensions'];
  readonly values: Partial<Record<MetricName, number>>;
}

/** Counts of rows of the vendor's log. */
export interface ReconcileCounts {
  readonly subAccountId?: string;
  readonly rows?: number;
  readonly missing?: number;
  readonly behind?: number;
  readonly unfinished?: number;
  readonly unreadable?: number;
}

const NO_DIMENSIONS: Directive['Dimensions'] = [[]];
const REQUEST: MetricGroup = { dimensions: [[DIMENSIONS.outcome]], values: { [METRICS.requests]: 1 } };
const RECORDED: ReadonlySet<string> = new Set(['recorded', 'duplicate', 'stale']);

/** Writes the line of a body with its metrics. */
export function logBody<Line extends BodyLog>(
  line: Line,
  metricsOf: (line: Line, settings: MetricSettings, now: Date) => EmbeddedMetrics,
  settings: MetricSettings,
): void {
  writeLog(toWrittenLog(line, settings), metricsOf(line, settings, new Date()));
}

/** The line to write. It contains the sub-account, which the item also has, only if receipts are counted by it. */
export function toWrittenLog<Line extends BodyLog>(
  line: Line,
  { bySubAccount }: Pick<MetricSettings, 'bySubAccount'>,
): Omit<Line, 'subAccountId'> {
  const { subAccountId, ...rest } = line;
  return bySubAccount ? line : rest;
}

/** The metrics of a request to the endpoint. A metric filter counts the lines themselves, by outcome. */
export function requestMetrics(line: RequestLog, settings: MetricSettings, now: Date): EmbeddedMetrics {
  const breaker: MetricGroup = { dimensions: NO_DIMENSIONS, values: { [METRICS.breakerOpened]: 1 } };
  const opened = line.breakerOpened === undefined ? [] : [breaker];
  return embeddedMetrics([...opened, ...bodyMetrics(line, settings)], settings, now);
}

/** The metrics of a body from the fallback queue; none while it stays there. */
export function redriveMetrics(line: RedriveLog, settings: MetricSettings, now: Date): EmbeddedMetrics {
  if (line.setAsideId === undefined && !RECORDED.has(line.outcome)) return {};
  const redriven: MetricGroup = { dimensions: NO_DIMENSIONS, values: { [METRICS.redriven]: 1 } };
  // Counted although its request was counted as queued, so that the alarm sees it
  const request = line.outcome === 'not_storable' ? [REQUEST] : [];
  return embeddedMetrics([redriven, ...request, ...bodyMetrics(line, settings)], settings, now);
}

/** The metrics of a body that is in a table now. */
function bodyMetrics(line: BodyLog, { bySubAccount }: MetricSettings): MetricGroup[] {
  const { outcome, setAsideId, unknownFormat, repeated, probe, ...receipt } = line;
  if (setAsideId !== undefined) {
    // The vendor posts a refused body five times
    if (repeated) return [];
    // Without the zero, the share cannot be calculated if no receipt is recorded
    const values = {
      [METRICS.setAside]: 1,
      [METRICS.receipts]: 0,
      ...(unknownFormat && { [METRICS.unknownFormat]: 1 }),
    };
    return [{ dimensions: NO_DIMENSIONS, values }];
  }
  const { state, subAccountId, lagMs, delivered, deliveryMs, unreadable } = receipt;
  // A copy has no new status, and the vendor's retries would increase the lag
  if (state === undefined || outcome === 'duplicate' || probe) return [];
  return [
    {
      dimensions: [
        [],
        [DIMENSIONS.state],
        ...(bySubAccount && subAccountId !== undefined ? [[DIMENSIONS.subAccount]] : []),
      ],
      values: { [METRICS.receipts]: 1 },
    },
    {
      dimensions: NO_DIMENSIONS,
      values: {
        ...(lagMs !== undefined && { [METRICS.lag]: lagMs }),
        ...(delivered !== undefined && { [METRICS.delivered]: delivered }),
        ...(deliveryMs !== undefined && { [METRICS.deliveryTime]: deliveryMs }),
        // Also an unknown format, so that one alarm watches both
        ...(unreadable && { [METRICS.unreadableFields]: unreadable.length, [METRICS.unknownFormat]: 1 }),
      },
    },
  ];
}

/** The metrics of a step that compared rows or found none. Other steps have no metrics. */
export function reconcileMetrics(line: ReconcileCounts, settings: MetricSettings, now: Date): EmbeddedMetrics {
  const { subAccountId, rows, missing, behind, unfinished, unreadable } = line;
  if (rows === undefined) return {};
  const bySubAccount = {
    [METRICS.reconciledRows]: rows,
    ...(missing !== undefined && { [METRICS.reconciledMissing]: missing }),
  };
  const total = {
    ...(behind !== undefined && { [METRICS.reconciledBehind]: behind }),
    ...(unfinished !== undefined && { [METRICS.reconciledUnfinished]: unfinished }),
    ...(unreadable !== undefined && { [METRICS.reconciledUnreadable]: unreadable }),
  };
  return embeddedMetrics(
    [
      { dimensions: [[], ...(subAccountId === undefined ? [] : [[DIMENSIONS.subAccount]])], values: bySubAccount },
      { dimensions: NO_DIMENSIONS, values: total },
    ],
    settings,
    now,
  );
}

/** The fields of a log line for these metrics. */
function embeddedMetrics(groups: readonly MetricGroup[], { namespace }: MetricSettings, now: Date): EmbeddedMetrics {
  const filled = groups.filter(({ values }) => Object.keys(values).length > 0);
  if (filled.length === 0) return {};
  return {
    ...Object.assign({}, ...filled.map(({ values }) => values)),
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: filled.map(({ dimensions, values }) => ({
        Namespace: namespace,
        Dimensions: dimensions,
        Metrics: (Object.keys(values) as MetricName[]).map((Name) => ({ Name })),
      })),
    },
  };
}
