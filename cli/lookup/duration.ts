const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;
const MINUTE_MS = 60_000;

/** A length of time in its two greatest units, as in `1.94 s`, `3 min 20 s`, `-2 h 5 min`. */
export function durationText(ms: number): string {
  const length = Math.abs(ms);
  const sign = ms < 0 ? '-' : '';
  if (length < MINUTE_MS) return `${sign}${Number((length / 1000).toFixed(length < 10_000 ? 2 : 1))} s`;
  let rest = length;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    // The second unit is the next smaller one, or none: never days and seconds
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return `${sign}${parts.join(' ')}`;
}
