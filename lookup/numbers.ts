import { DAY_MS, HOUR_MS, MINUTE_MS } from '../toolbox/clock.ts';

const WHOLE = new Intl.NumberFormat('en-US');

/** As in `1,234`. */
export function numberText(value: number): string {
  return WHOLE.format(value);
}

/** As in `12.3 %`. Only exact values are shown as 0 % and 100 %. */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (100 * part) / whole;
  if (percent === 0 || percent === 100) return `${percent} %`;
  return `${Math.min(Math.max(percent, 0.1), 99.9).toFixed(1)} %`;
}

const UNITS = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['min', MINUTE_MS],
  ['s', 1_000],
] as const;

/** A duration in its two greatest units, such as `1.94 s`, `3 min 20 s` and `2 h 5 min`. */
export function durationText(ms: number): string {
  if (ms < MINUTE_MS) return `${Number((ms / 1000).toFixed(ms < 10_000 ? 2 : 1))} s`;
  const first = UNITS.findIndex(([, size]) => ms >= size);
  let rest = ms;
  // The second unit is the next smaller one or none, never days and seconds
  const parts = UNITS.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? `${count} ${unit}` : '';
  });
  return parts.filter(Boolean).join(' ');
}
