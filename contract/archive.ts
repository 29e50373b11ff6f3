/**
 * The archive: one row for each version of an item, as Parquet on S3. The stack, the archive function, the tool and the SQL
 * share these names. Do not change them: queries of users rely on them, and files of earlier years have them.
 */

/** Types of Glue. Times are text, because a status timestamp has up to 9 digits, and compares as text; so is a price, to be exact. */
type ColumnType = 'string' | 'bigint' | 'int' | 'boolean';

/** The columns of the table `versions`, flat. Never the number, the ids of the customer, or texts. */
export const ARCHIVE_COLUMNS = {
  /** The vendor's id of the message. */
  umid: 'string',
  /** Grows by one with each write of the item. Each has one row, or copies of it. */
  version: 'bigint',
  state: 'string',
  detail: 'string',
  terminal: 'boolean',
  /** The vendor's clock: UTC, ISO 8601, at its original precision. */
  status_timestamp: 'string',
  /** Our clock: UTC, ISO 8601 with milliseconds. */
  first_received_at: 'string',
  last_received_at: 'string',
  error_code: 'int',
  sub_account_id: 'string',
  /** Only with `archiveFields`. */
  source: 'string',
  /** ISO 3166, two letters, or `unknown`. */
  country: 'string',
  /** `mcc-mnc`, of messages that were reconciled. */
  operator: 'string',
  batch_id: 'string',
  segments: 'int',
  /** Of the whole message, as a decimal number. */
  price: 'string',
  /** ISO 4217. */
  currency: 'string',
  /** Time to delivery in milliseconds, by the vendor's clock. */
  delivery_ms: 'bigint',
  /** `vendor_log` if the status is from the vendor's log of messages. */
  origin: 'string',
} as const satisfies Readonly<Record<string, ColumnType>>;

type ValueOf = { readonly string: string; readonly bigint: number; readonly int: number; readonly boolean: boolean };

/** A row of the archive. Values that the item lacks are absent. */
export type ArchiveRow = {
  readonly [name in keyof typeof ARCHIVE_COLUMNS]?: ValueOf[(typeof ARCHIVE_COLUMNS)[name]];
} & { readonly umid: string; readonly version: number };

/** Personal data that a deployment may add to the rows: the sender. */
export const ARCHIVE_FIELDS = ['source'] as const;

export type ArchiveField = (typeof ARCHIVE_FIELDS)[number];

/** The table of all versions, in the database of the archive. */
export const VERSIONS_TABLE = 'versions';
/** The view of the last version of each message. */
export const MESSAGES_VIEW = 'messages';
/** The partition: the UTC day on which Firehose received a row, such as `2026-11-28`. It is never before that of the first receipt. */
export const PARTITION = 'day';
/** No row is older than the first release that has the archive. */
export const FIRST_DAY = '2026-11-01';
