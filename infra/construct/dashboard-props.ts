import type { IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IndexName } from '../../contract/tables.ts';
import type { Alarms } from './alarms.ts';
import type { BundledFunction } from './bundled-function.ts';
import type { EventPublisher } from './event-publisher.ts';
import type { ReceiptMetrics } from './receipt-metrics.ts';

export interface DashboardProps {
  readonly name: string;
  /** Undefined if there are none. */
  readonly alarms: Alarms | undefined;
  /** The pages of the console. */
  readonly console: (service: string) => string;
  /** URL of the runbook; undefined for the page that comes with this software. */
  readonly runbookUrl: string | undefined;
  readonly metrics: ReceiptMetrics;
  readonly stage: IHttpStage;
  readonly receive: BundledFunction;
  readonly redrive: BundledFunction;
  /** Concurrent executions that AWS allows all functions of the account. */
  readonly accountConcurrency: number;
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
  readonly receiptsTable: ITableV2;
  /** Indexes of the receipts table. */
  readonly indexes: readonly IndexName[];
  readonly setAsideTable: ITableV2;
  /** Undefined if no events are published. */
  readonly publisher: EventPublisher | undefined;
  /** Currencies in which the price of the messages is summed. */
  readonly spendCurrencies: readonly string[];
  /** Whether the table is compared with the vendor's log. */
  readonly isReconciled: boolean;
}
