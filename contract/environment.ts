/**
 * The environment variables of the functions. The stack sets them, and the functions' entries read them.
 */
export const ENVIRONMENT = {
  /** Name of the table that holds one item per message. */
  receiptsTable: 'RECEIPTS_TABLE',
  /** Name of the table that holds the bodies that could not be recorded. */
  setAsideTable: 'SET_ASIDE_TABLE',
  /** ARN or name of the Secrets Manager secret that holds the token, as plain text. */
  tokenSecretId: 'TOKEN_SECRET_ID',
  /** Hours for which the previous token is accepted after a new one was stored. */
  tokenOverlapHours: 'TOKEN_OVERLAP_HOURS',
  /** Days that an item is kept after its newest recorded status. */
  retentionDays: 'RETENTION_DAYS',
  /** Days that a set-aside body is kept after its newest copy. Default: 30. */
  setAsideRetentionDays: 'SET_ASIDE_RETENTION_DAYS',
  /** URL of the queue that takes bodies while the tables cannot. */
  fallbackQueueUrl: 'FALLBACK_QUEUE_URL',
  /** Source addresses that may post, as comma-separated CIDR blocks; empty for any. */
  allowedSources: 'ALLOWED_SOURCES',
  /** Namespace of the metrics. Default: the default name of the stack, so that the function also runs without it. */
  metricsNamespace: 'METRICS_NAMESPACE',
  /** `true` to count receipts by sub-account, too. */
  subAccountMetrics: 'SUB_ACCOUNT_METRICS',
  /** `true` to log the price of each message once. */
  logPrices: 'LOG_PRICES',
  /** Name or ARN of the bus that events are published on. */
  eventBus: 'EVENT_BUS',
  /** Personal data that status changes carry, as comma-separated names of fields; empty for none. */
  eventFields: 'EVENT_FIELDS',
  /** URL of the queue that takes events that could not be published. */
  eventDeadLetterQueueUrl: 'EVENT_DEAD_LETTER_QUEUE_URL',
  /** Name of the Firehose stream that takes the rows of the archive. */
  archiveStream: 'ARCHIVE_STREAM',
  /** Personal data that the rows of the archive have, as comma-separated names of fields; empty for none. */
  archiveFields: 'ARCHIVE_FIELDS',
  /** URL of the queue that takes rows that Firehose did not take. */
  archiveDeadLetterQueueUrl: 'ARCHIVE_DEAD_LETTER_QUEUE_URL',
  /** URL of the queue of the reconcile steps. */
  reconcileQueueUrl: 'RECONCILE_QUEUE_URL',
  /** ARN or name of the secret that holds the API key of the vendor, as plain text. */
  vendorApiKeySecretId: 'VENDOR_API_KEY_SECRET_ID',
  /** Address of the vendor's API, such as `https://sms.8x8.com`. */
  vendorApiUrl: 'VENDOR_API_URL',
  /** The public URL that the probe posts to. */
  probeUrl: 'PROBE_URL',
} as const;
