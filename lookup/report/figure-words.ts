import { errorReasonOf } from '../../eight-by-eight/error-reasons.ts';
import { rateChange } from '../../report/compare.ts';
import { DIMENSION_FIELDS, type Dimension } from '../../report/dimensions.ts';
import type { Figures, ReportRow } from '../../report/report.ts';
import { durationText, numberText, percentText } from '../numbers.ts';

/** The figures of a report in words, for terminal and page. */

export function rateText({ delivered, failed }: Figures): string {
  return percentText(delivered, delivered + failed);
}

/** As in `91.2 % of 1,204`. */
export function rateOfText(figures: Figures): string {
  return `${rateText(figures)} of ${numberText(figures.messages)}`;
}

/** In points of a percent, such as `▼ 24.0`; readable without colour. */
export function changeText(now: Figures, before: Figures): string {
  const change = rateChange(now, before);
  if (change === undefined) return '–';
  const points = Math.abs(change).toFixed(1);
  if (points === '0.0') return '= 0.0';
  return `${change > 0 ? '▲' : '▼'} ${points}`;
}

/** As in `12.5 USD + 3.1 EUR`. */
export function costText({ cost }: Figures): string {
  const amounts = Object.entries(cost).map(([currency, amount]) => `${amount} ${currency}`);
  return amounts.length === 0 ? '–' : amounts.join(' + ');
}

export function timeText(ms: number | null): string {
  return ms === null ? '–' : durationText(ms);
}

/** The value of a row, such as `PH`, `43 Spam filter` and `(none)`. */
export function valueText(dimension: Dimension, row: ReportRow): string {
  const value = row[DIMENSION_FIELDS[dimension]] ?? null;
  if (dimension !== 'error') return value === null ? '(none)' : String(value);
  if (value === null) return '(no error)';
  return [value, errorReasonOf(Number(value))].filter((part) => part !== undefined).join(' ');
}

const REGIONS = new Intl.DisplayNames(['en'], { type: 'region' });

/** As in `Philippines`; the code itself if it is none of a country. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (REGIONS.of(code) ?? code) : code;
}
