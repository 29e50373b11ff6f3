import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
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

/**
 * Reads a number in any way to write it. It must have its country code, with or without a plus or 00.
 *
 * @param defaultCountry - the country of numbers without a country code, as an ISO 3166 code
 */
export function readPhoneNumber(given: string, defaultCountry?: string): PhoneNumber {
  const national = defaultCountry === undefined ? undefined : numberIn(given, defaultCountry);
  if (national !== undefined)
    return { text: national, forms: keysOf([...readPhoneNumber(national).forms, given.trim(), given]) };
  const written = writtenNumber(given);
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

/**
 * The number with plus and country code that a text without them is in a country; undefined if it has them, or if there is
 * no such number in the country.
 *
 * @param country - ISO 3166 code
 */
export function numberIn(given: string, country: string): string | undefined {
  const written = writtenNumber(given);
  if (!isSupportedCountry(country) || /^(\+|00)/.test(written.replace(SEPARATORS, ''))) return undefined;
  const digits = digitsOf(written);
  const number = digits && parsePhoneNumberFromString(digits, country);
  // The library also reads a number that has its country code but no plus
  if (!number || number.number === `+${digits}`) return undefined;
  // No country code begins with a zero
  return number.isValid() || (digits.startsWith('0') && number.isPossible()) ? number.number : undefined;
}

/** The address of a link may have parameters. */
function writtenNumber(given: string): string {
  return plainText(given).trim().replace(/^tel:/i, '').replace(/;.*$/s, '');
}

/** Without plus and 00; undefined if it is not a number. */
function digitsOf(written: string): string | undefined {
  const digits = written.replace(SEPARATORS, '').replace(/^(\+|00)/, '');
  return /^\d+$/.test(digits) && digits.length <= MAX_DIGITS ? digits : undefined;
}
