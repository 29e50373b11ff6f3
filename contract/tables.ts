/**
 * The two tables, defined once: the stack, the local run and the tests all make them from here.
 * Names of attributes that are keys must be those that the item codec writes.
 */

/** A secondary index. All are sparse: an item without the key attributes is not in the index. */
export interface IndexDefinition {
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** Attributes copied besides the keys; none means keys only. */
  readonly projected: readonly string[];
}

/** A table whose key attributes are all strings. */
export interface TableDefinition {
  /** The name on a developer's machine; deployed, CloudFormation makes the name. */
  readonly localName: string;
  readonly partitionKey: string;
  readonly ttlAttribute: string;
  readonly indexes: Readonly<Record<string, IndexDefinition>>;
}

/** Attribute that DynamoDB's TTL reads, in epoch seconds. */
const EXPIRES_AT = 'expiresAt';

/** One item per message. */
export const RECEIPTS_TABLE = {
  localName: 'DeliveryReceipts',
  partitionKey: 'umid',
  ttlAttribute: EXPIRES_AT,
  indexes: {
    /** One message by the customer's own id: one index write in a message's life. */
    byClientMessageId: { partitionKey: 'clientMessageId', projected: [] },
    /** What went to a number, newest first: one index write in a message's life. */
    byDestination: { partitionKey: 'destination', sortKey: 'firstReceivedAt', projected: [] },
    /**
     * Which messages of a batch failed, in one query: one more index write per status, for messages of a batch only.
     * A batch of thousands of messages is one partition key. The sort key lets DynamoDB split that key's heat over
     * partitions; until it has split, a burst of one batch may be throttled, and throttled receipts are posted again.
     */
    byBatchId: {
      partitionKey: 'batchId',
      sortKey: 'umid',
      projected: ['state', 'detail', 'statusTimestamp', 'errorCode'],
    },
  },
} as const satisfies TableDefinition;

/** One item per body that could not be recorded. */
export const SET_ASIDE_TABLE = {
  localName: 'SetAside',
  partitionKey: 'id',
  ttlAttribute: EXPIRES_AT,
  indexes: {},
} as const satisfies TableDefinition;

/** Names of the indexes that a deployment may choose from. */
export type IndexName = keyof typeof RECEIPTS_TABLE.indexes;

/** Where both tables are. */
export interface TableNames {
  readonly receiptsTable: string;
  readonly setAsideTable: string;
}

/** The tables on a developer's machine. */
export const LOCAL_TABLES: TableNames = {
  receiptsTable: RECEIPTS_TABLE.localName,
  setAsideTable: SET_ASIDE_TABLE.localName,
};
