import {
  MathExpression,
  type MathExpressionOptions,
  Metric,
  type MetricOptions,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { DIMENSIONS, METRICS, type RequestOutcome, SPEND_METRIC } from '../../contract/metrics.ts';

/** A construct with the metrics of a receiver's functions. */
export abstract class ReceiptMetrics extends Construct {
  /** Namespace of the metrics in CloudWatch: the name of the receiver. */
  abstract readonly metricsNamespace: string;

  /** Requests to the endpoint with this outcome. */
  metricRequests(outcome: RequestOutcome, options?: MetricOptions): Metric {
    return this.#metric(METRICS.requests, { ...options, dimensionsMap: { [DIMENSIONS.outcome]: outcome } });
  }

  /** Recorded receipts without duplicates. */
  metricReceipts(options?: MetricOptions): Metric {
    return this.#metric(METRICS.receipts, options);
  }

  /** Recorded receipts with this state. `not_documented` counts all states that the vendor does not document. */
  metricReceiptsOfState(state: string, options?: MetricOptions): Metric {
    return this.#metric(METRICS.receipts, { ...options, dimensionsMap: { [DIMENSIONS.state]: state } });
  }

  /** The share of `delivered` among terminal statuses, without `read`: 0 to 1. */
  metricDeliveryRate(options?: MetricOptions): Metric {
    return this.#metric(METRICS.delivered, { statistic: Stats.AVERAGE, ...options });
  }

  /** Milliseconds from a status to the arrival of its receipt. */
  metricLag(options?: MetricOptions): Metric {
    return this.#metric(METRICS.lag, { statistic: Stats.percentile(50), ...options });
  }

  /** Milliseconds from the first `queued` or `sent` status of a message to its `delivered` one, by the vendor's clock. */
  metricDeliveryTime(options?: MetricOptions): Metric {
    return this.#metric(METRICS.deliveryTime, { statistic: Stats.percentile(50), ...options });
  }

  /**
   * The share of authenticated bodies that were set aside, without copies: above 0, up to 1. No data while nothing is set
   * aside.
   */
  metricSetAsideShare(options?: MathExpressionOptions): MathExpression {
    return new MathExpression({
      expression: 'setAside / (setAside + receipts)',
      usingMetrics: { setAside: this.#metric(METRICS.setAside), receipts: this.metricReceipts() },
      ...options,
    });
  }

  /** Bodies that look like the vendor's SMS webhooks but have an unknown format. */
  metricUnknownFormat(options?: MetricOptions): Metric {
    return this.#metric(METRICS.unknownFormat, options);
  }

  /** Documented fields of recorded receipts whose values cannot be read. */
  metricUnreadableFields(options?: MetricOptions): Metric {
    return this.#metric(METRICS.unreadableFields, options);
  }

  /** Times that a container's circuit breaker opened because DynamoDB did not answer. */
  metricBreakerOpened(options?: MetricOptions): Metric {
    return this.#metric(METRICS.breakerOpened, options);
  }

  /** Bodies from the fallback queue that were stored in a table. */
  metricRedriven(options?: MetricOptions): Metric {
    return this.#metric(METRICS.redriven, options);
  }

  /** Price of the messages in this currency, each once. Only with `spendAlarm` for the currency. */
  metricSpend(currency: string, options?: MetricOptions): Metric {
    return this.#metric(SPEND_METRIC, { ...options, dimensionsMap: { [DIMENSIONS.currency]: currency } });
  }

  /** Messages in the vendor's log that were compared with the table. */
  metricReconciledRows(options?: MetricOptions): Metric {
    return this.#metric(METRICS.reconciledRows, options);
  }

  /** Messages in the vendor's log that had no item. */
  metricReconciledMissing(options?: MetricOptions): Metric {
    return this.#metric(METRICS.reconciledMissing, options);
  }

  /** Messages in the vendor's log whose item had an older status. */
  metricReconciledBehind(options?: MetricOptions): Metric {
    return this.#metric(METRICS.reconciledBehind, options);
  }

  /** Messages in the vendor's log older than 72 hours without a terminal status in the log and in the table. */
  metricReconciledUnfinished(options?: MetricOptions): Metric {
    return this.#metric(METRICS.reconciledUnfinished, options);
  }

  /** Rows of the vendor's log that cannot be read. */
  metricReconciledUnreadable(options?: MetricOptions): Metric {
    return this.#metric(METRICS.reconciledUnreadable, options);
  }

  #metric(metricName: string, options: MetricOptions = {}): Metric {
    return new Metric({ namespace: this.metricsNamespace, metricName, statistic: Stats.SUM, ...options });
  }
}
