import { numberText } from '../../lookup/numbers.ts';
import { type Html, html } from '../html.ts';

/** As in `1 message` and `1,234 messages`. */
export function countText(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;
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
