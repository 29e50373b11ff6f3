/** Where a sample's values lie. */
export interface Spread {
  readonly median: number;
  /** A quarter of the values is below. */
  readonly low: number;
  /** A quarter of the values is above. */
  readonly high: number;
}

/** The value below which a share of the sample lies, by the nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('a sample has at least one value');
  return value;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/**
 * How many times theirs ours is. Samples of one index were taken one after the other, under the same load of the
 * machine: the median of their ratios is steadier than the ratio of the medians.
 */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Spread {
  return spreadOf(ratiosOf(ours, theirs));
}

/**
 * The median of how many times theirs ours is, and the values between which it would lie in 95 of 100 such runs: by ranks,
 * whatever the distribution.
 */
export function medianRatioOf(ours: readonly number[], theirs: readonly number[]): Spread {
  const ratios = ratiosOf(ours, theirs);
  const share = 0.98 / Math.sqrt(ratios.length);
  return {
    median: quantile(ratios, 0.5),
    low: quantile(ratios, Math.max(0, 0.5 - share)),
    high: quantile(ratios, Math.min(1, 0.5 + share)),
  };
}

function ratiosOf(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((value, at) => value / (theirs[at] ?? Number.NaN));
}
