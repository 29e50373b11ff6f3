import {
  MathExpression,
  type MathExpressionOptions,
  Metric,
  type MetricOptions,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { DIMENSIONS, METRICS, type RequestOutcome } from '../../contract/metrics.ts';

/** The metrics that the functions write. */
export class ReceiptMetrics {
  readonly #namespace: string;

  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  /** Requests to the endpoint that had this outcome. */
  requests(outcome: RequestOutcome, options?: MetricOptions): Metric {
    return this.#metric(METRICS.requests, { ...options, dimensionsMap: { [DIMENSIONS.outcome]: outcome } });
  }

  /** Receipts recorded, duplicates not counted. */
  receipts(options?: MetricOptions): Metric {
    return this.#metric(METRICS.receipts, options);
  }

  receiptsOfState(state: string, options?: MetricOptions): Metric {
    return this.#metric(METRICS.receipts, { ...options, dimensionsMap: { [DIMENSIONS.state]: state } });
  }

  /** The share of terminal statuses, `read` left out, that say delivered: 0 to 1. */
  deliveryRate(options?: MetricOptions): Metric {
    return this.#metric(METRICS.delivered, { statistic: Stats.AVERAGE, ...options });
  }

  /** Milliseconds from a status to its receipt. */
  lag(options?: MetricOptions): Metric {
    return this.#metric(METRICS.lag, { statistic: Stats.percentile(50), ...options });
  }

  /** Milliseconds from the first `queued` or `sent` status of a message to its `delivered` one, by the vendor's clock. */
  deliveryTime(options?: MetricOptions): Metric {
    return this.#metric(METRICS.deliveryTime, { statistic: Stats.percentile(50), ...options });
  }

  /**
   * The share of authenticated bodies that were set aside, repetitions not counted: above 0, up to 1. There is none while
   * nothing is set aside.
   */
  setAsideShare(options?: MathExpressionOptions): MathExpression {
    return new MathExpression({
      expression: 'setAside / (setAside + receipts)',
      usingMetrics: { setAside: this.#metric(METRICS.setAside), receipts: this.receipts() },
      ...options,
    });
  }

  /** Bodies that look like receipts of the vendor and are not understood. */
  unknownFormat(options?: MetricOptions): Metric {
    return this.#metric(METRICS.unknownFormat, options);
  }

  /** Times that a container stopped asking DynamoDB, because it did not answer. */
  breakerOpened(options?: MetricOptions): Metric {
    return this.#metric(METRICS.breakerOpened, options);
  }

  /** Bodies that were taken out of the fallback queue and kept. */
  redriven(options?: MetricOptions): Metric {
    return this.#metric(METRICS.redriven, options);
  }

  /** Messages in the vendor's log that were compared with the table. */
  reconciledRows(options?: MetricOptions): Metric {
    return this.#metric(METRICS.reconciledRows, options);
  }

  /** Of them: those that had no item. */
  reconciledMissing(options?: MetricOptions): Metric {
    return this.#metric(METRICS.reconciledMissing, options);
  }

  /** Of them: those whose item had an older status. */
  reconciledBehind(options?: MetricOptions): Metric {
    return this.#metric(METRICS.reconciledBehind, options);
  }

  /** Of them: those older than 72 hours without a terminal status. */
  reconciledUnfinished(options?: MetricOptions): Metric {
    return this.#metric(METRICS.reconciledUnfinished, options);
  }

  #metric(metricName: string, options: MetricOptions = {}): Metric {
    return new Metric({ namespace: this.#namespace, metricName, statistic: Stats.SUM, ...options });
  }
}
