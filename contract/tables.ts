import type { ReceiptItem } from './receipt-item.ts';
import type { SetAsideItem } from './set-aside-item.ts';

/**
 * The two tables. The stack, the local run and the tests all create them from these definitions.
 */

/** A secondary index. All are sparse: an item without the key attributes is not in the index. */
export interface IndexDefinition<Attribute = string> {
  readonly partitionKey: Attribute;
  readonly sortKey?: Attribute;
  /** Attributes that are copied in addition to the keys; empty for keys only. */
  readonly projected: readonly Attribute[];
}

/** A table whose key attributes are all strings. */
export interface TableDefinition<Attribute = string> {
  /** The name on a developer's machine. CloudFormation generates the name of a deployed table. */
  readonly localName: string;
  readonly partitionKey: Attribute;
  readonly ttlAttribute: Attribute;
  readonly indexes: Readonly<Record<string, IndexDefinition<Attribute>>>;
}

/** Attribute that DynamoDB's TTL reads, in epoch seconds. */
const EXPIRES_AT = 'expiresAt';

/** One item per message. */
export const RECEIPTS_TABLE = {
  localName: 'DeliveryReceipts',
  partitionKey: 'umid',
  ttlAttribute: EXPIRES_AT,
  indexes: {
    /** Finds a message by the customer's id. One index write per message. */
    byClientMessageId: { partitionKey: 'clientMessageId', projected: [] },
    /** Finds the messages to a number, newest first. One index write per message. */
    byDestination: { partitionKey: 'destination', sortKey: 'firstReceivedAt', projected: [] },
    /**
     * Finds the messages of a batch with their states in one query. One more index write per status, only for messages of
     * a batch. A batch of thousands of messages is one partition key. The sort key lets DynamoDB split a hot key over
     * partitions. Until it has, a burst of one batch may be throttled, and the fallback queue takes these receipts.
     */
    byBatchId: {
      partitionKey: 'batchId',
      sortKey: 'umid',
      projected: ['state', 'detail', 'statusTimestamp', 'errorCode'],
    },
  },
} as const satisfies TableDefinition<keyof ReceiptItem>;

/** One item per body that could not be recorded. */
export const SET_ASIDE_TABLE = {
  localName: 'SetAside',
  partitionKey: 'id',
  ttlAttribute: EXPIRES_AT,
  indexes: {
    /**
     * Lists the bodies by reason, newest first, without reading them. One index write for a new body, two for another copy
     * of it, because it moves. A reason is one partition key whose end is hot: above 1,000 new bodies a second for one
     * reason, the fallback queue takes what is throttled.
     */
    byReason: {
      partitionKey: 'reason',
      sortKey: 'lastReceivedAt',
      projected: ['problems', 'contentType', 'firstReceivedAt', 'count', 'expiresAt'],
    },
  },
} as const satisfies TableDefinition<keyof SetAsideItem>;

/** Names of the receipts table's indexes. A deployment may leave some out. */
export type IndexName = keyof typeof RECEIPTS_TABLE.indexes;

/** Names of both tables. */
export interface TableNames {
  readonly receiptsTable: string;
  readonly setAsideTable: string;
}

/** The tables on a developer's machine. */
export const LOCAL_TABLES: TableNames = {
  receiptsTable: RECEIPTS_TABLE.localName,
  setAsideTable: SET_ASIDE_TABLE.localName,
};
