import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type ITableV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import {
  type IndexDefinition,
  type IndexName,
  RECEIPTS_TABLE,
  SET_ASIDE_TABLE,
  type TableDefinition,
} from '../../contract/tables.ts';
import { acknowledge } from './acknowledge.ts';
import { checkRegion } from './checks.ts';
import type { SmsReceiptsProps } from './sms-receipts-props.ts';

export interface TablesProps extends Pick<SmsReceiptsProps, 'existingReceiptsTable' | 'warmWriteUnits'> {
  /** Indexes of the receipts table. */
  readonly indexes: readonly IndexName[];
  /** Which tables have streams with both images of each change. */
  readonly streams: { readonly receipts: boolean; readonly setAside: boolean };
  /** Key of both tables; undefined for a key that DynamoDB owns. */
  readonly encryptionKey: IKey | undefined;
  /** Removal policy of both tables. `RETAIN` also protects them from deletion, and keeps backups for point-in-time recovery. */
  readonly removalPolicy: RemovalPolicy.RETAIN | RemovalPolicy.DESTROY;
}

/** The receipts table and the set-aside table. */
export class Tables extends Construct {
  /** One item per message. */
  readonly receipts: ITableV2;
  /** One item per body that could not be recorded. */
  readonly setAside: ITableV2;

  constructor(scope: Construct, id: string, props: TablesProps) {
    super(scope, id);
    const { streams, existingReceiptsTable, warmWriteUnits } = props;
    // An index that is throttled throttles the writes of its table
    const warm = warmWriteUnits === undefined ? {} : { warmThroughput: { writeUnitsPerSecond: warmWriteUnits } };
    if (existingReceiptsTable !== undefined) checkExisting(this, existingReceiptsTable, props);
    this.receipts =
      existingReceiptsTable ?? this.table('Receipts', RECEIPTS_TABLE, { ...props, warm, hasStream: streams.receipts });
    this.setAside = this.table('SetAside', SET_ASIDE_TABLE, {
      ...props,
      indexes: Object.keys(SET_ASIDE_TABLE.indexes),
      warm: {},
      hasStream: streams.setAside,
    });
  }

  private table(
    id: string,
    definition: TableDefinition,
    {
      indexes,
      warm,
      encryptionKey,
      removalPolicy,
      hasStream,
    }: Pick<TablesProps, 'encryptionKey' | 'removalPolicy'> & {
      readonly indexes: readonly string[];
      /** Of the table and of each index. */
      readonly warm: Pick<TablePropsV2, 'warmThroughput'>;
      readonly hasStream: boolean;
    },
  ): ITableV2 {
    const isKept = removalPolicy === RemovalPolicy.RETAIN;
    const table = new TableV2(this, id, {
      partitionKey: text(definition.partitionKey),
      timeToLiveAttribute: definition.ttlAttribute,
      globalSecondaryIndexes: Object.entries(definition.indexes)
        .filter(([name]) => indexes.includes(name))
        .map(([indexName, index]) => ({ indexName, ...keysOf(index), ...projectionOf(index), ...warm })),
      billing: Billing.onDemand(),
      ...warm,
      ...(hasStream && { dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES }),
      encryption:
        encryptionKey === undefined
          ? TableEncryptionV2.dynamoOwnedKey()
          : TableEncryptionV2.customerManagedKey(encryptionKey),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: isKept },
      deletionProtection: isKept,
      removalPolicy,
    });
    if (!isKept) {
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
      acknowledge(table, {
        id: 'AwsSolutions-DDB3',
        reason:
          'The table of a trial is deleted with its stack. With point-in-time recovery, AWS would keep a backup with phone numbers for 35 days.',
      });
    }
    // The types of CDK do not agree under exactOptionalPropertyTypes
    return table as ITableV2;
  }
}

function checkExisting(scope: Construct, table: ITableV2, { streams, removalPolicy }: TablesProps): void {
  const prop = 'existingReceiptsTable';
  checkRegion(scope, prop, table.tableArn, table);
  if (removalPolicy === RemovalPolicy.DESTROY) {
    throw new Error(
      `SmsReceipts: ${prop} needs removalPolicy retain: the table that the stack has now would be deleted.`,
    );
  }
  if (streams.receipts && table.tableStreamArn === undefined) {
    throw new Error(`SmsReceipts: ${prop} has no tableStreamArn, which events and the archive need.`);
  }
}

function text(name: string) {
  return { name, type: AttributeType.STRING };
}

function keysOf({ partitionKey, sortKey }: IndexDefinition) {
  return { partitionKey: text(partitionKey), ...(sortKey !== undefined && { sortKey: text(sortKey) }) };
}

function projectionOf({ projected }: IndexDefinition) {
  return projected.length === 0
    ? { projectionType: ProjectionType.KEYS_ONLY }
    : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projected] };
}
