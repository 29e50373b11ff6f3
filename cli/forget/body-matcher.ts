import { isUtf8 } from 'node:buffer';
import { UMID_IN_TEXT } from '../../eight-by-eight/ids.ts';
import { MIN_NUMBER_DIGITS, NUMBER_SEPARATOR, plainText } from '../../lookup/plain-text.ts';

/** Whether a body names one of the messages, or the number. */
export type BodyMatcher = (body: string | Uint8Array) => boolean;

/** Forms encode a space as a plus. */
const SEPARATORS = String.raw`(?:\(0\)|\+|${NUMBER_SEPARATOR}){0,8}`;
const ENCODINGS = ['utf-8', 'latin1', 'utf-16le', 'utf-16be'].map((name) => new TextDecoder(name));
/** Escapes may be nested: a form field within JSON, JSON within XML. */
const MAX_DECODINGS = 4;

/**
 * Set-aside bodies may be malformed, so this searches their text, not their fields. It finds numbers with any separators,
 * with `+`, `00` or neither, and with escapes of JSON, XML and URLs, in text and in bytes. It does not find a number without
 * its country code, and a short code only as a whole value, because counts have as many digits.
 *
 * @param umids - in lower case
 * @param numbers - the forms of the number
 */
export function createBodyMatcher(umids: readonly string[], ...numbers: readonly string[]): BodyMatcher {
  const wanted = new Set(umids);
  const long = new Set(numbers.map(digitsOf).filter((digits) => digits.length >= MIN_NUMBER_DIGITS));
  const patterns = [...long].map(numberPattern);
  const values = numbers.filter((number) => !long.has(digitsOf(number))).flatMap((text) => [`"${text}"`, `>${text}<`]);
  return (body) =>
    decodedTexts(body).some(
      (text) =>
        patterns.some((pattern) => pattern.test(text)) ||
        values.some((value) => text.includes(value)) ||
        (text.match(UMID_IN_TEXT) ?? []).some((umid) => wanted.has(umid.toLowerCase())),
    );
}

/** Does not match within a longer number. */
function numberPattern(digits: string): RegExp {
  return new RegExp(String.raw`(?<!\d)(?:00${SEPARATORS})?${[...digits].join(SEPARATORS)}(?!\d)`, 'u');
}

function digitsOf(number: string): string {
  return number.replace(/\D/g, '').replace(/^00/, '');
}

/** Possible texts of a body, whose encoding is unknown: UTF-16 without a mark is often UTF-8 as well, with zeros. */
function decodedTexts(body: string | Uint8Array): string[] {
  const isText = typeof body === 'string' && !body.includes('\0');
  const texts = isText ? [body] : ENCODINGS.map((encoding) => encoding.decode(Buffer.from(body)));
  return texts.flatMap((text) => {
    const readings = [plainText(text)];
    while (readings.length <= MAX_DECODINGS) {
      const last = readings.at(-1) as string;
      const decoded = plainText(decode(last));
      if (decoded === last) break;
      readings.push(decoded);
    }
    return readings;
  });
}

/** Decodes one level of escapes of JSON, XML and URLs. */
function decode(text: string): string {
  return text
    .replace(/\\u([\da-f]{4})/gi, (_, digits) => character(Number.parseInt(digits, 16)))
    .replace(/&#x0*([\da-f]{1,6});?/gi, (_, digits) => character(Number.parseInt(digits, 16)))
    .replace(/&#0*(\d{1,7});?/g, (_, digits) => character(Number(digits)))
    .replace(/(?:%[\da-f]{2})+/gi, (bytes) => textOf(Buffer.from(bytes.replaceAll('%', ''), 'hex')))
    .replace(/\\[nrt]|&nbsp;/g, ' ')
    .replace(/\\\//g, '/')
    .replace(/&plus;/g, '+')
    .replace(/&amp;/g, '&');
}

/** URLs escape the bytes of UTF-8; old programs escape those of Latin-1. */
function textOf(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString() : bytes.toString('latin1');
}

function character(code: number): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : ' ';
}
