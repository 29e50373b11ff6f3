import { METRICS } from '../../contract/metrics.ts';
import { type EmbeddedMetrics, embeddedMetrics, type MetricSettings } from './embedded-metrics.ts';

/** Counts of rows of the vendor's log. */
export interface ReconcileCounts {
  readonly rows?: number;
  readonly missing?: number;
  readonly behind?: number;
  readonly unfinished?: number;
}

/** The metrics of a step that compared rows or found none. Other steps have no metrics. */
export function reconcileMetrics(line: ReconcileCounts, settings: MetricSettings, now: Date): EmbeddedMetrics {
  const { rows, missing, behind, unfinished } = line;
  if (rows === undefined) return {};
  const values = {
    [METRICS.reconciledRows]: rows,
    ...(missing !== undefined && { [METRICS.reconciledMissing]: missing }),
    ...(behind !== undefined && { [METRICS.reconciledBehind]: behind }),
    ...(unfinished !== undefined && { [METRICS.reconciledUnfinished]: unfinished }),
  };
  return embeddedMetrics([{ dimensions: [[]], values }], settings, now);
}
