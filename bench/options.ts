/** How much a run measures. */
export interface Amount {
  /** Starts of each container that count; one more before them does not. */
  readonly coldStarts: number;
  readonly warmRounds: number;
  /** Receipts of a round, after half as many that do not count. */
  readonly warmReceipts: number;
  readonly memoryReceipts: number;
  readonly memoryPoints: number;
  /** Statuses of one message. */
  readonly statuses: number;
  /** Messages in the table. */
  readonly tableSizes: readonly number[];
}

/** What goes into the documentation. */
export const FULL: Amount = {
  coldStarts: 25,
  warmRounds: 5,
  warmReceipts: 2_000,
  memoryReceipts: 100_000,
  memoryPoints: 10,
  statuses: 50,
  tableSizes: [0, 1_000, 5_000],
};

/** Enough to see that everything runs. Its times say nothing. */
export const QUICK: Amount = {
  coldStarts: 1,
  warmRounds: 1,
  warmReceipts: 100,
  memoryReceipts: 500,
  memoryPoints: 5,
  statuses: 12,
  tableSizes: [0, 100],
};

/** A run that has not ended by then is broken. */
export const LONGEST_MS = 300_000;
