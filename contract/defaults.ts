/**
 * Defaults that several parts share: the stack and its settings, the functions, the tool, the local run, the benchmark. A
 * test compares the pages and doc comments that name them.
 */
export const DEFAULTS = {
  /** Name of the stack, and so of its metrics' namespace. */
  stackName: 'SmsReceipts',
  /** Days that an item is kept after its newest recorded status. */
  retentionDays: 90,
  /** Days that a set-aside body is kept after its newest copy. */
  setAsideRetentionDays: 30,
  /** Hours for which the previous token is accepted after a new one was stored. */
  tokenOverlapHours: 72,
  /** Sustained requests a second that the endpoint accepts, in most Regions: AWS's quota for an account. */
  throttleRate: 10_000,
  /** The size of the token bucket for bursts, too. */
  throttleBurst: 5_000,
  /** Concurrent executions of the redrive function, as many as a new table can serve. */
  redriveConcurrency: 20,
  /** Concurrent executions of all functions of an account: AWS's default quota. */
  accountConcurrency: 1_000,
  /** Memory of each function in MiB. */
  memorySize: 512,
  /** Days that logs are kept. */
  logRetentionDays: 30,
  /** Years that the archive is kept. */
  archiveYears: 7,
  /** Hours between two runs that compare the table with the vendor's log. */
  reconcileHours: 24,
  /** The messages that such a run reads begin this many hours earlier. The vendor forwards receipts for 48 hours. */
  reconcileLookBackHours: 72,
  /** Share of the sent messages, in percent, below which messages do not finish. */
  stalledDeliveryPercent: 50,
  /** Share of a run's messages without an item, in percent, above which an alarm goes off. */
  reconcileMissingPercent: 1,
} as const;
