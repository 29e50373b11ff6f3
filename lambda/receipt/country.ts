import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** The country of a short code, and of a number that belongs to none. */
export const UNKNOWN_COUNTRY = 'unknown';

/** Fewer digits are a short code. */
const MIN_DIGITS = 7;
/** Some of the vendor's APIs omit the plus, and some people write 00. */
const NUMBER = /^(?:\+|00)?(\d+)$/;

/**
 * The country of a number with its country code: ISO 3166, two letters, such as `PH`; or {@link UNKNOWN_COUNTRY}.
 *
 * @param number - of an item, which somebody else may have written
 */
export function countryOf(number: unknown): string {
  const digits = typeof number === 'string' ? NUMBER.exec(number.trim())?.[1] : undefined;
  if (digits === undefined || digits.length < MIN_DIGITS) return UNKNOWN_COUNTRY;
  return parsePhoneNumberFromString(`+${digits}`)?.country ?? UNKNOWN_COUNTRY;
}
