/**
 * The names of the receiver's metrics in CloudWatch. Their namespace is the name of the stack. Except for `requests`, each is
 * also a field of the log line from which CloudWatch extracts it.
 */
export const METRICS = {
  /** Requests to the endpoint, by outcome. A metric filter counts their log lines. Copies of an invalid body count once. */
  requests: 'requests',
  /**
   * Recorded receipts without duplicates: total, by state and, if turned on, by sub-account. 0 for each body that was set
   * aside.
   */
  receipts: 'receipts',
  /** 1 for each `delivered`, 0 for each other terminal state. The average is the delivery rate. */
  delivered: 'delivered',
  /** Milliseconds from the vendor's status timestamp to our receive time of its receipt. */
  lag: 'lagMs',
  /** Milliseconds from the first `queued` or `sent` timestamp of a message to its `delivered` one, by the vendor's clock. */
  deliveryTime: 'deliveryMs',
  /** Authenticated bodies that were set aside. Copies count once. */
  setAside: 'setAside',
  /** Bodies that look like the vendor's SMS webhooks but have an unknown event type or format, or fields that cannot be read. */
  unknownFormat: 'unknownFormat',
  /** Documented fields of receipts whose values cannot be read. The status is recorded, the value kept as unknown field. */
  unreadableFields: 'unreadableFields',
  /** Times that a container stopped asking DynamoDB after consecutive time-outs. */
  breakerOpened: 'breakerOpened',
  /** Bodies from the fallback queue that were stored in a table. */
  redriven: 'redriven',
  /** Messages in the vendor's log that were compared with the table: total and by sub-account. */
  reconciledRows: 'reconciledRows',
  /** Compared messages without an item: total and by sub-account. */
  reconciledMissing: 'reconciledMissing',
  /** Compared messages whose item had an older status. */
  reconciledBehind: 'reconciledBehind',
  /** Compared messages older than 72 hours without a terminal status in the log and in the table. */
  reconciledUnfinished: 'reconciledUnfinished',
  /** Rows of the vendor's log that cannot be read. */
  reconciledUnreadable: 'reconciledUnreadable',
} as const;

/** Requests that were answered 404, without the function. A metric filter of the access log counts them. */
export const NO_ROUTE_METRIC = 'noRoute';

/** Statuses with an error of a class, without copies. Only if it is turned on; metric filters of the logs count them. */
export const ERROR_CLASS_METRICS = {
  fraud: 'fraudErrors',
  credit: 'creditErrors',
  content: 'contentErrors',
  throttling: 'throttlingErrors',
} as const;

/** Price of the messages, by currency, each once. Only if it is turned on; metric filters of the logs sum it. */
export const SPEND_METRIC = 'spend';

export type MetricName = (typeof METRICS)[keyof typeof METRICS];

/** Dimensions of the metrics. CloudWatch bills each value of a dimension as a separate metric. */
export const DIMENSIONS = {
  /** One of the outcomes of a request. */
  outcome: 'outcome',
  /** One of the vendor's documented states, or `not_documented`. */
  state: 'state',
  /** Of receipts only if it is turned on; of reconciled messages always. */
  subAccount: 'subAccountId',
  /** Of the spend: ISO 4217. */
  currency: 'currency',
} as const;

export type DimensionName = (typeof DIMENSIONS)[keyof typeof DIMENSIONS];

/** The outcomes of a request: the values of {@link DIMENSIONS.outcome}. */
export const REQUEST_OUTCOMES = [
  /** The receipt is the current status now. */
  'recorded',
  /** The item already had this status. */
  'duplicate',
  /** The receipt went into the history. */
  'stale',
  /** A webhook that is not a delivery receipt for SMS. */
  'set_aside',
  /** A body with validation issues; set aside. */
  'invalid',
  /** A valid receipt that DynamoDB will never accept; set aside. A defect, or an item over 400 KB. */
  'not_storable',
  /** An unsupported content type; set aside. */
  'unsupported_content_type',
  /** A body over the size limit; not kept. */
  'too_large',
  /** In the fallback queue. */
  'queued',
  'unauthenticated',
  'source_refused',
  /** Answered 503. */
  'unavailable',
] as const;

export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

/** The value of {@link DIMENSIONS.state} for every state that the vendor does not document. */
export const UNDOCUMENTED_STATE = 'not_documented';
