import { DIMENSIONS, type DimensionName, METRICS, type MetricName } from '../../contract/metrics.ts';
import type { ReceiptLog } from './receipt-log.ts';
import type { RedriveLog, RequestLog } from './request-log.ts';

export interface MetricSettings {
  /** Namespace of all metrics. */
  readonly namespace: string;
  /** Whether recorded receipts are also counted by sub-account. */
  readonly bySubAccount: boolean;
}

/**
 * What turns a line of the log into metrics: CloudWatch's embedded metric format, by which CloudWatch Logs extracts
 * metrics from fields of the line. A line of its own for the metrics, as the libraries write it, would cost the
 * ingestion of most fields twice.
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
  /** Each set of dimensions makes a metric for each of its values; the empty set makes one in all. */
  readonly Dimensions: readonly (readonly DimensionName[])[];
  readonly Metrics: readonly { readonly Name: MetricName; readonly Unit?: 'Milliseconds' }[];
}

interface Measured {
  readonly by: Directive['Dimensions'];
  readonly values: EmbeddedMetrics;
}

const IN_ALL: Directive['Dimensions'] = [[]];

/** The metrics of a request to the endpoint; its line must hold the outcome. */
export function requestMetrics(line: RequestLog, settings: MetricSettings, now: Date): EmbeddedMetrics {
  const requests: Measured = { by: [[DIMENSIONS.outcome]], values: { [METRICS.requests]: 1 } };
  return embedded([requests, ...receiptMetrics(line, settings)], settings, now);
}

/** The metrics of a body of the fallback queue; none while it stays there. */
export function redriveMetrics(line: RedriveLog, settings: MetricSettings, now: Date): EmbeddedMetrics {
  if (line.outcome === 'unavailable') return {};
  const redriven: Measured = { by: IN_ALL, values: { [METRICS.redriven]: 1 } };
  return embedded([redriven, ...receiptMetrics(line, settings)], settings, now);
}

type MaybeReceipt = { readonly outcome: string } & Partial<ReceiptLog>;

function receiptMetrics({ outcome, ...receipt }: MaybeReceipt, { bySubAccount }: MetricSettings): Measured[] {
  const { state, subAccountId, lagMs } = receipt;
  // A copy says nothing new, and the vendor's retries of it would make the lag of them all look worse
  if (state === undefined || lagMs === undefined || outcome === 'duplicate') return [];
  return [
    {
      by: [[], [DIMENSIONS.state], ...(bySubAccount && subAccountId !== undefined ? [[DIMENSIONS.subAccount]] : [])],
      values: { [METRICS.receipts]: 1 },
    },
    { by: IN_ALL, values: { [METRICS.lag]: lagMs, ...deliveryOf(receipt) } },
  ];
}

/** `read` comes after a `delivered` that was counted. */
function deliveryOf({ state, terminal }: Partial<ReceiptLog>): EmbeddedMetrics {
  return terminal && state !== 'read' ? { [METRICS.delivered]: state === 'delivered' ? 1 : 0 } : {};
}

function embedded(measured: readonly Measured[], { namespace }: MetricSettings, now: Date): EmbeddedMetrics {
  return {
    ...Object.assign({}, ...measured.map(({ values }) => values)),
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: measured.map(({ by, values }) => ({
        Namespace: namespace,
        Dimensions: by,
        Metrics: (Object.keys(values) as MetricName[]).map((Name) =>
          Name === METRICS.lag ? { Name, Unit: 'Milliseconds' } : { Name },
        ),
      })),
    },
  };
}
