import { InvalidArgumentError } from '@commander-js/extra-typings';
import { canonicalUmid } from '../../lookup/ids.ts';
import type { PhoneNumber } from '../../lookup/phone-number.ts';
import { plainText, trimId } from '../../lookup/plain-text.ts';
import { isDay } from '../../report/days.ts';

/** Of a short code. */
const MIN_DIGITS = 3;

/** Reads a whole number. */
export function wholeNumber(from: number, to = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(
      to === Number.MAX_SAFE_INTEGER
        ? `It must be a whole number from ${from} up.`
        : `It must be a whole number from ${from} to ${to}.`,
    );
  };
}

/** Reads a share, from 0 to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1, such as 0.05 for five in a hundred.');
}

/** Reads an id; an empty one comes from a variable that is not set, and DynamoDB would refuse it as a key. */
export function id(text: string): string {
  if (trimId(text) !== '') return text;
  throw new InvalidArgumentError('It must not be empty.');
}

/** Reads the vendor's id of a message as it is stored, from any way to write a UUID. */
export function umid(text: string): string {
  const canonical = canonicalUmid(text);
  if (canonical !== undefined) return canonical;
  throw new InvalidArgumentError('It must be a UUID, such as 9e09ac86-bd74-5465-851d-1eb5a5fdbb9a.');
}

/** Refuses what cannot be a number; {@link readNumber} reads it. */
export function phoneNumber(text: string): string {
  if (plainText(text).replace(/\D/g, '').length >= MIN_DIGITS) return text;
  throw new InvalidArgumentError('It must be a phone number or a short code, such as +12025550293.');
}

/**
 * Reads a number in the command, not with the options, because the library for it takes long to load.
 *
 * @param defaultCountry - as for `readPhoneNumber`
 */
export async function readNumber(text: string | undefined, defaultCountry?: string): Promise<PhoneNumber | undefined> {
  if (text === undefined) return undefined;
  return (await import('../../lookup/phone-number.ts')).readPhoneNumber(text, defaultCountry);
}

/** Reads `2026-11-01`, with or without a time, in UTC unless it names a zone. */
export function time(text: string): Date {
  const hasTime = /^\d{4}-\d{2}-\d{2}T/.test(text);
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text);
  const date = new Date(hasTime && !hasZone ? `${text}Z` : text);
  if (/^\d{4}-\d{2}-\d{2}(T.*)?$/.test(text) && !Number.isNaN(date.getTime()) && isDay(text.slice(0, 10))) return date;
  throw new InvalidArgumentError('It must be like 2026-11-01, 2026-11-01T12:00 or 2026-11-01T12:00:00+07:00.');
}

/** Reads the ISO code of a country, or `unknown`. */
export function country(text: string): string {
  if (/^unknown$/i.test(text)) return 'unknown';
  if (/^[a-z]{2}$/i.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError('It must be an ISO code of two letters, such as PH; or unknown.');
}
