/** A duration in milliseconds, log-normal. */
export interface Duration {
  readonly median: number;
  readonly p90: number;
}

/** How long a receipt holds a container of the receive function, and a batch one of the redrive function. */
export interface ServiceTimes {
  /** From the start of a container to its first request, in addition to the request's own time. */
  readonly coldStart: Duration;
  /** DynamoDB takes the write: 200. */
  readonly recorded: Duration;
  /** DynamoDB throttles the write, SQS takes the body: 202. */
  readonly throttled: Duration;
  /** DynamoDB hangs, the breaker is closed: attempts until the deadline, then SQS: 202. */
  readonly hanging: Duration;
  /** The breaker is open: SQS at once: 202. */
  readonly breakerOpen: Duration;
  /** Consecutive receipts that hang until the breaker opens. Infinity: no breaker. */
  readonly hangsToOpen: number;
  /** Milliseconds from one probe of an open breaker to the next. */
  readonly probeAfterMs: number;
  /** A receipt that probes a DynamoDB that still hangs: one attempt, then SQS: 202. */
  readonly probe: Duration;
  /** The redrive function, for a batch without failed writes, including the poll. */
  readonly redriven: Duration;
  /** The redrive function pauses the failed bodies of a batch: one request to SQS. */
  readonly paused: Duration;
  /** API Gateway refuses, or Lambda throttles: the time until the vendor has the answer. */
  readonly refused: Duration;
}

/**
 * The current receiver.
 *
 * The built function was measured against a fake of AWS on the same machine: 2 ms recorded, 4 ms throttled, 1,280 ms
 * hanging, 105 ms probe. Added to that, and assumed: 5 ms for a request to DynamoDB, 10 ms for one to SQS,
 * the smaller processor of a function with 512 MiB, and a slow tenth. For a throttled write this is the goal of the
 * benchmark, 150 ms at p90. A cold start is 60 ms in `docs/performance.md`, plus the creation of the container.
 */
export const SERVICE_TIMES: ServiceTimes = {
  coldStart: { median: 300, p90: 500 },
  recorded: { median: 15, p90: 40 },
  throttled: { median: 60, p90: 150 },
  hanging: { median: 1_280, p90: 1_350 },
  breakerOpen: { median: 30, p90: 60 },
  hangsToOpen: 1,
  probeAfterMs: 15_000,
  probe: { median: 130, p90: 150 },
  redriven: { median: 60, p90: 120 },
  paused: { median: 15, p90: 30 },
  refused: { median: 10, p90: 25 },
};

/** Write units of one receipt, of the table and of each index, as `npm run bench` counts them for a batch message. */
export const WRITE_UNITS = {
  /** The first receipt of a message is new in every index. */
  first: { table: 1, byClientMessageId: 1, byDestination: 1, byBatchId: 1 },
  later: { table: 1, byBatchId: 1 },
} as const;
