import { type Html, html } from '../html.ts';

const WHOLE = new Intl.NumberFormat('en-US');

/** As in `1,234`. */
export function numberText(value: number): string {
  return WHOLE.format(value);
}

/** As in `1 message` and `1,234 messages`. */
export function countText(count: number, what: string): string {
  return `${numberText(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** As in `12.3 %`. Only exact values are shown as 0 % and 100 %. */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (100 * part) / whole;
  if (percent === 0 || percent === 100) return `${percent} %`;
  return `${Math.min(Math.max(percent, 0.1), 99.9).toFixed(1)} %`;
}

/** An ISO 8601 time in UTC, at its original precision or to the second. */
export function timeElement(iso: string | undefined, precision: 'full' | 'second' = 'full'): Html | undefined {
  if (iso === undefined) return undefined;
  const text = iso.replace('T', ' ').replace(precision === 'second' ? /(\.\d+)?Z$/ : /Z$/, '');
  return html`<time datetime="${iso}">${text}</time>`;
}

/** As in `14:00`. */
export function hourText(start: number): string {
  return new Date(start).toISOString().slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDThh:mm'.length);
}

/** Preformatted text. Each line is a separate value, because `html` would replace line breaks. */
export function preformatted(text: string): Html {
  return html`<pre tabindex="0">${text.split(/\r?\n/).map((line) => html`${line}\n`)}</pre>`;
}
