import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../contract/environment.ts';
import {
  type IndexDefinition,
  type IndexName,
  RECEIPTS_TABLE,
  SET_ASIDE_TABLE,
  type TableDefinition,
} from '../../contract/tables.ts';
import type { Permission } from './receipts-function.ts';

export interface TablesProps {
  /** Indexes of the receipts table. */
  readonly indexes: readonly IndexName[];
  /** Write units a second that the receipts table and its indexes take at once; undefined for what AWS starts with. */
  readonly warmWriteUnits?: number | undefined;
  /** Of both tables; one that is to be retained is also protected from deletion. */
  readonly removalPolicy: RemovalPolicy.RETAIN | RemovalPolicy.DESTROY;
}

/** Days that items are kept. */
export interface Retention {
  readonly retentionDays: number;
  readonly setAsideRetentionDays: number;
}

/** The receipts table and the set-aside table. */
export class Tables extends Construct {
  /** One item per message. */
  readonly receipts: TableV2;
  /** One item per body that could not be recorded. */
  readonly setAside: TableV2;

  constructor(scope: Construct, id: string, { indexes, warmWriteUnits, removalPolicy }: TablesProps) {
    super(scope, id);
    this.receipts = this.table('Receipts', RECEIPTS_TABLE, indexes, removalPolicy, warmWriteUnits);
    this.setAside = this.table('SetAside', SET_ASIDE_TABLE, [], removalPolicy);
  }

  /** The variables that a function reads to find the tables. */
  environment({ retentionDays, setAsideRetentionDays }: Retention): Record<string, string> {
    return {
      [ENVIRONMENT.receiptsTable]: this.receipts.tableName,
      [ENVIRONMENT.setAsideTable]: this.setAside.tableName,
      [ENVIRONMENT.retentionDays]: `${retentionDays}`,
      [ENVIRONMENT.setAsideRetentionDays]: `${setAsideRetentionDays}`,
    };
  }

  /** What a function must be allowed, to record receipts and set bodies aside. */
  permissions(): Permission[] {
    return [
      { sid: 'Record', actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'], resources: [this.receipts.tableArn] },
      { sid: 'SetAside', actions: ['dynamodb:UpdateItem'], resources: [this.setAside.tableArn] },
    ];
  }

  private table(
    id: string,
    definition: TableDefinition,
    indexes: readonly string[],
    removalPolicy: TablesProps['removalPolicy'],
    warmWriteUnits?: number,
  ): TableV2 {
    // An index that is throttled throttles the writes of its table
    const warm = warmWriteUnits === undefined ? {} : { warmThroughput: { writeUnitsPerSecond: warmWriteUnits } };
    return new TableV2(this, id, {
      partitionKey: text(definition.partitionKey),
      timeToLiveAttribute: definition.ttlAttribute,
      globalSecondaryIndexes: Object.entries(definition.indexes)
        .filter(([name]) => indexes.includes(name))
        .map(([indexName, index]) => ({ indexName, ...keysOf(index), ...projectionOf(index), ...warm })),
      billing: Billing.onDemand(),
      ...warm,
      // Encrypted at rest by a key of AWS's own: no price per request, and no rights on a key to get wrong
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
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
