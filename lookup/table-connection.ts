import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A connection to the tables. */
export interface TableConnection {
  /** Name for messages to the user. */
  readonly name: string;
  readonly client: DynamoDBDocumentClient;
  readonly receiptsTable: string;
  readonly setAsideTable: string;
  /** Namespace of the metrics in CloudWatch; undefined for local tables, which have none. */
  readonly metricsNamespace?: string;
  /** Days that an item is kept after its newest recorded status. */
  readonly retentionDays: () => Promise<number>;
}
