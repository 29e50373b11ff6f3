/**
 * The metrics of the receiver, by the names that they have in CloudWatch, where their namespace is the name of the
 * stack. Each is a field of the log line that it is extracted from.
 */
export const METRICS = {
  /** Requests to the endpoint, by outcome. */
  requests: 'requests',
  /**
   * Receipts recorded, duplicates not counted: in all, by state, and by sub-account where that is turned on. 0 for each body
   * that was set aside.
   */
  receipts: 'receipts',
  /** 1 for each terminal status that says delivered, 0 for each that says otherwise: its average is the delivery rate. */
  delivered: 'delivered',
  /** Milliseconds from the vendor's status timestamp to the moment at which its receipt was posted. */
  lag: 'lagMs',
  /** Milliseconds from the first `queued` or `sent` timestamp of a message to its `delivered` one, by the vendor's clock. */
  deliveryTime: 'deliveryMs',
  /** Authenticated bodies that were set aside, each once. */
  setAside: 'setAside',
  /** Bodies of the vendor that look like ours and are not understood: a new event type or format. */
  unknownFormat: 'unknownFormat',
  /** Times that a container stopped asking DynamoDB after consecutive time-outs. */
  breakerOpened: 'breakerOpened',
  /** Bodies that were taken out of the fallback queue and kept. */
  redriven: 'redriven',
  /** Messages in the vendor's log that were compared with the table. */
  reconciledRows: 'reconciledRows',
  /** Of them: those that had no item. */
  reconciledMissing: 'reconciledMissing',
  /** Of them: those whose item had an older status. */
  reconciledBehind: 'reconciledBehind',
  /** Of them: those older than 72 hours that have no terminal status, in the log and in the table. */
  reconciledUnfinished: 'reconciledUnfinished',
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];

/** What separates the values of a metric. Each value of a dimension is a metric with a price of its own. */
export const DIMENSIONS = {
  /** One of the outcomes of a request. */
  outcome: 'outcome',
  /** One of the vendor's documented states, or `not_documented`. */
  state: 'state',
  /** Only where it is turned on. */
  subAccount: 'subAccountId',
} as const;

export type DimensionName = (typeof DIMENSIONS)[keyof typeof DIMENSIONS];

/** What a request may end in: the values of {@link DIMENSIONS.outcome}. */
export const REQUEST_OUTCOMES = [
  /** The receipt is the current status now. */
  'recorded',
  /** This very status was in the item already. */
  'duplicate',
  /** The receipt went into the history. */
  'stale',
  /** A webhook that is not a delivery receipt for SMS. */
  'set_aside',
  /** A body with validation issues; set aside. */
  'invalid',
  /** A valid receipt that DynamoDB never takes; set aside. A defect, or an item that has outgrown 400 KB. */
  'not_storable',
  /** A content type that is not read; set aside. */
  'unsupported_content_type',
  /** Longer than the limit; kept nowhere. */
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
