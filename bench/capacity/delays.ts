/** How long receipts took from the vendor's first post to the table. */
export interface Delays {
  /** How many were in the table some seconds after it. */
  readonly inTable: readonly { readonly afterSeconds: number; readonly receipts: number }[];
  /** Of all receipts; Infinity if the receipt in question is not in the table. */
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export const AFTER_SECONDS = [1, 10, 30, 60, 120] as const;

/** @param recordedMs - the delays of the recorded receipts, in any order */
export function delaysOf(recordedMs: readonly number[], receipts: number): Delays {
  const sorted = Float64Array.from(recordedMs).sort();
  const at = (share: number) => sorted[Math.max(Math.ceil(share * receipts) - 1, 0)] ?? Number.POSITIVE_INFINITY;
  return {
    inTable: AFTER_SECONDS.map((afterSeconds) => ({
      afterSeconds,
      receipts: sorted.findLastIndex((ms) => ms <= afterSeconds * 1000) + 1,
    })),
    medianMs: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
  };
}
