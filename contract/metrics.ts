/**
 * The metrics of the receiver, by the names that they have in CloudWatch, where their namespace is the name of the
 * stack. Each is a field of the log line that it is extracted from.
 */
export const METRICS = {
  /** Requests to the endpoint, by outcome. */
  requests: 'requests',
  /** Receipts recorded, duplicates not counted: in all, by state, and by sub-account where that is turned on. */
  receipts: 'receipts',
  /** 1 for each terminal status that says delivered, 0 for each that says otherwise: its average is the delivery rate. */
  delivered: 'delivered',
  /** Milliseconds from the vendor's status timestamp to the moment at which its receipt was posted. */
  lag: 'lagMs',
  /** Bodies that were taken out of the fallback queue and kept. */
  redriven: 'redriven',
} as const;

export type MetricName = (typeof METRICS)[keyof typeof METRICS];

/** What metrics are told apart by. Each value of a dimension is a metric with a price of its own. */
export const DIMENSIONS = {
  /** One of the outcomes of a request. */
  outcome: 'outcome',
  /** One of the vendor's documented states, or `not_documented`. */
  state: 'state',
  /** Only where it is turned on. */
  subAccount: 'subAccountId',
} as const;

export type DimensionName = (typeof DIMENSIONS)[keyof typeof DIMENSIONS];

/** The value of {@link DIMENSIONS.state} for every state that the vendor does not document. */
export const UNDOCUMENTED_STATE = 'not_documented';
