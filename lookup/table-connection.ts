import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ArchiveNames } from './archive/archive-names.ts';

/** A connection to the tables. */
export interface TableConnection {
  /** Name for messages to the user. */
  readonly name: string;
  readonly client: DynamoDBDocumentClient;
  readonly receiptsTable: string;
  readonly setAsideTable: string;
  /** Whether the set-aside bodies may be read. Default: true. */
  readonly readsSetAside?: boolean;
  /** Namespace of the metrics in CloudWatch; undefined for local tables, which have none. */
  readonly metricsNamespace?: string;
  /** Where Athena finds the archive; undefined if there is none. */
  readonly archive?: ArchiveNames;
  /** Log group that has who looked at what; undefined if there is no hosted page. */
  readonly pageLogGroup?: string;
  /** Names of the queues that hold what the tables could not take, by what people call them. Default: none. */
  readonly queueNames?: Readonly<Record<string, string>>;
  /** The options by which the tool reads these tables, for a command line to paste. Default: none. */
  readonly toolOptions?: Readonly<Record<string, string | undefined>>;
  /** Settings of the deployment, as text. Default: none. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Days that an item is kept after its newest recorded status. */
  readonly retentionDays: () => Promise<number>;
}
