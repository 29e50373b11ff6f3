/** A duration in milliseconds, log-normal. */
export interface Duration {
  readonly median: number;
  readonly p90: number;
}

/**
 * How long a receipt holds a container of the receive function, and a batch one of the redrive function.
 *
 * The built function was measured against a fake of AWS on the same machine: 2 ms recorded, 4 ms throttled, 1,280 ms
 * hanging, 105 ms probe. Added to that, and assumed: 5 ms for a request to DynamoDB, 10 ms for one to SQS,
 * the smaller processor of a function with 512 MiB, and a slow tenth. For a throttled write this is the goal of the
 * benchmark, 150 ms at p90. A cold start is 60 ms in `docs/performance.md`, plus the creation of the container.
 */
export const SERVICE_TIMES = {
  /** From the start of a container to its first request, in addition to the request's own time. */
  coldStart: { median: 300, p90: 500 },
  /** DynamoDB takes the write: 200. */
  recorded: { median: 15, p90: 40 },
  /** DynamoDB throttles the write, SQS takes the body: 202. */
  throttled: { median: 60, p90: 150 },
  /** DynamoDB hangs, the breaker is closed: attempts until the deadline, then SQS: 202. */
  hanging: { median: 1_280, p90: 1_350 },
  /** The breaker is open: SQS at once: 202. */
  breakerOpen: { median: 30, p90: 60 },
  /** Consecutive receipts that hang until the breaker opens. Infinity: no breaker. */
  hangsToOpen: 1,
  /** Milliseconds from one probe of an open breaker to the next. */
  probeAfterMs: 15_000,
  /** A receipt that probes a DynamoDB that still hangs: one attempt, then SQS: 202. */
  probe: { median: 130, p90: 150 },
  /** The redrive function, for a batch without failed writes, including the poll. */
  redriven: { median: 60, p90: 120 },
  /** The redrive function pauses the failed bodies of a batch: one request to SQS. */
  paused: { median: 15, p90: 30 },
  /** API Gateway refuses, or Lambda throttles: the time until the vendor has the answer. */
  refused: { median: 10, p90: 25 },
};

export type ServiceTimes = Readonly<typeof SERVICE_TIMES>;

/** Write units of one receipt, of the table and of each index, as `npm run bench` counts them for a batch message. */
export const WRITE_UNITS = {
  /** The first receipt of a message is new in every index. */
  first: { table: 1, byClientMessageId: 1, byDestination: 1, byBatchId: 1 },
  later: { table: 1, byBatchId: 1 },
} as const;
