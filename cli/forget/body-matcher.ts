import { isUtf8 } from 'node:buffer';
import { UMID_IN_TEXT } from '../../eight-by-eight/ids.ts';

/** Whether a body names one of the messages, or the number. */
export type BodyMatcher = (body: string | Uint8Array) => boolean;

/** Separators between the digits of a number: spaces, dots, dashes, slashes, brackets, and `(0)`. */
const SEPARATORS = String.raw`(?:\(0\)|[\s.·,/+()[\]\p{Pd}]){0,8}`;
/** Escapes may be nested: a form field within JSON, JSON within XML. */
const MAX_DECODINGS = 4;

/**
 * Set-aside bodies may be malformed, so this searches their text, not their fields. It finds numbers with any separators,
 * with `+`, `00` or neither, and with escapes of JSON, XML and URLs, in text and in bytes. It does not find a number without
 * its country code.
 *
 * @param umids - in lower case
 * @param destination - digits, with or without `+`
 */
export function createBodyMatcher(umids: readonly string[], destination: string | undefined): BodyMatcher {
  const wanted = new Set(umids);
  const number = destination === undefined ? undefined : numberPattern(destination);
  return (body) =>
    decodedTexts(body).some(
      (text) => number?.test(text) || (text.match(UMID_IN_TEXT) ?? []).some((umid) => wanted.has(umid.toLowerCase())),
    );
}

/** Does not match within a longer number. */
function numberPattern(destination: string): RegExp {
  const digits = [...destination.replace(/\D/g, '')];
  return new RegExp(String.raw`(?<!\d)(?:00${SEPARATORS})?${digits.join(SEPARATORS)}(?!\d)`, 'u');
}

/** Possible texts of a body. Its encoding is unknown, and UTF-16 has zeros between ASCII characters. */
function decodedTexts(body: string | Uint8Array): string[] {
  const texts =
    typeof body === 'string' ? [body] : [Buffer.from(body).toString(), Buffer.from(body).toString('latin1')];
  return texts.flatMap((text) => {
    const readings = [plain(text)];
    while (readings.length <= MAX_DECODINGS) {
      const last = readings.at(-1) as string;
      const decoded = plain(decode(last));
      if (decoded === last) break;
      readings.push(decoded);
    }
    return readings;
  });
}

/** Full-width digits become plain ones, and invisible characters, which could hide a number, are removed. */
function plain(text: string): string {
  return text
    .replaceAll('\0', '')
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '');
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
