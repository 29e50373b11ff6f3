import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { keysOf } from './ids.ts';
import { MIN_NUMBER_DIGITS, NUMBER_SEPARATOR, plainText } from './plain-text.ts';

/** A number to look for. */
export interface PhoneNumber {
  /** With plus and country code; a short code, and what is no number, as it was given. */
  readonly text: string;
  /** The forms in which it may be stored: some of the vendor's APIs omit the plus, and some people write 00. */
  readonly forms: readonly string[];
}

/** The 15 of E.164, and what people write before and within them. */
const MAX_DIGITS = 20;
const SEPARATORS = new RegExp(NUMBER_SEPARATOR, 'gu');

/** Reads a number in any way to write it. Without a plus or 00, it must begin with the country code, too. */
export function readPhoneNumber(given: string): PhoneNumber {
  // The address of a link may have parameters
  const written = plainText(given).trim().replace(/^tel:/i, '').replace(/;.*$/s, '');
  const digits = digitsOf(written);
  const asGiven = given.trim();
  if (digits === undefined) return { text: asGiven, forms: keysOf([asGiven, given]) };
  const known = parsePhoneNumberFromString(`+${digits}`);
  // The library knows in which countries a zero after the country code is part of the number
  const number = known?.isPossible() ? known.number.slice(1) : (digitsOf(written.replace(/\(\s*0\s*\)/, '')) ?? digits);
  const isInternational = digits.length >= MIN_NUMBER_DIGITS && !number.startsWith('0');
  return {
    text: isInternational ? `+${number}` : number,
    forms: keysOf([...[number, digits].flatMap((form) => [`+${form}`, form, `00${form}`]), asGiven, given]),
  };
}

/** Without plus and 00; undefined if it is not a number. */
function digitsOf(written: string): string | undefined {
  const digits = written.replace(SEPARATORS, '').replace(/^(\+|00)/, '');
  return /^\d+$/.test(digits) && digits.length <= MAX_DIGITS ? digits : undefined;
}
