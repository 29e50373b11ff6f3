import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { countryOf, UNKNOWN_COUNTRY } from '../../lambda/receipt/country.ts';
import { numberText } from '../../lookup/numbers.ts';
import { countryName } from '../../lookup/report/figure-words.ts';
import { type Html, html } from '../html.ts';

/** As in `1 message` and `1,234 messages`. */
export function countText(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** With a capital letter. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A number in groups, as in `+1 202 555 0293`; what is no number as it is. */
export function phoneText(number: string): string {
  const known = parsePhoneNumberFromString(number);
  return known?.isPossible() ? known.formatInternational() : number;
}

/** The name of the country that a number belongs to; undefined if it belongs to none. */
export function countryText(number: string | undefined): string | undefined {
  const code = countryOf(number);
  return code === UNKNOWN_COUNTRY ? undefined : countryName(code);
}

/** Preformatted text. Each line is a separate value, because `html` would replace line breaks. */
export function preformatted(text: string): Html {
  return html`<pre tabindex="0">${text.split(/\r?\n/).map((line) => html`${line}\n`)}</pre>`;
}
