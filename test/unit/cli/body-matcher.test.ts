import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createBodyMatcher } from '../../../cli/forget/body-matcher.ts';

const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
const NUMBER = '+12025550293';
const matches = createBodyMatcher([UMID], NUMBER);

describe('bodies that name a number or a message', () => {
  test.each<[string, string | Uint8Array]>([
    ['the number', '{"destination":"+12025550293"}'],
    ['the number without its plus', '<d>12025550293</d>'],
    ['the number with 00', '0012025550293'],
    ['narrow no-break spaces', '+1\u202f202\u202f555\u202f0293'],
    ['typographic dashes', '+1\u2013202\u2011555\u20140293'],
    ['a minus sign and a hyphen of Japanese', '+1\u2212202\u30fc555\u20430293'],
    ['variation selectors', '+1\ufe0f202\u{e0100}5550293'],
    ['Arabic digits', '+١٢٠٢٥٥٥٠٢٩٣'],
    ['brackets and slashes', '+1 (202) 555/0293'],
    ['an escaped plus', '"\\u002B12025550293"'],
    ['spaces of a form', 'to=1+202+555+0293&x=1'],
    ['nested escapes', '&amp;#49;%5Cu0032025550293'],
    ['escaped tabs', '1\\t202\\t5550293'],
    ['full-width digits', '＋１２０２５５５０２９３'],
    ['invisible characters between', '1202\u200b555\u20600293'],
    ['escaped invisible characters of JSON', '1202\\u200b555\\u20600293'],
    ['escaped no-break spaces of a URL', '%2B1%C2%A0202%C2%A05550293'],
    ['escaped no-break spaces of a URL in Latin-1', '%2B1%A0202%A05550293'],
    ['escaped typographic dashes of a URL', '1202%E2%80%935550293'],
    ['bytes that are not text', Buffer.concat([Buffer.from([0xff]), Buffer.from('1 202 555-0293')])],
    ['full-width digits in bytes', Buffer.concat([Buffer.from([0xff]), Buffer.from('１２０２５５５０２９３')])],
    ['UTF-16 with its bytes the other way', Buffer.from('+12025550293', 'utf16le').swap16()],
    ['UTF-16 with typographic dashes', Buffer.from('+1\u2011202\u2011555\u20110293', 'utf16le')],
    ['UTF-16 read as text', Buffer.from('+12025550293', 'utf16le').toString()],
    ['such dashes read as text', Buffer.from('+1\u2011202\u2011555\u20110293', 'utf16le').toString()],
    ['the message', `{"umid":"${UMID}"`],
    ['the message in upper case', UMID.toUpperCase()],
    ['the message with escapes', UMID.replaceAll('-', '%2D')],
  ])('%s: is found', (_, body) => {
    expect(matches(body)).toBe(true);
  });

  test.each<[string, string | Uint8Array]>([
    ['a longer number', '+120255502931'],
    ['the end of a longer number', '112025550293'],
    ['an escaped digit before it', '\\u0031' + '12025550293'],
    ['another number', '+12025550294'],
    ['the number without its country code', '(202) 555-0293'],
    ['digits in two fields', '{"a":"+1202","b":"5550293"}'],
    ['another message', UMID.replace('9', '8')],
    ['nothing', ''],
  ])('%s: is not found', (_, body) => {
    expect(matches(body)).toBe(false);
  });

  test('a zero in brackets after the country code is skipped', () => {
    expect(createBodyMatcher([], '+447700900123')('+44 (0)7700 900123')).toBe(true);
  });

  test('a number is found in each of its forms', () => {
    const isNamed = createBodyMatcher([], '+442079460018', '00442079460018', '+4402079460018');
    expect(
      ['442079460018', '+4402079460018', '00 44 0 20 7946 0018', '4432079460018'].map((body) => isNamed(body)),
    ).toEqual([true, true, true, false]);
  });

  test.each([
    ['{"destination":"12345"}', true],
    ['<destination>12345</destination>', true],
    ['{"version":12345}', false],
    ['{"destination":"+1 12345"}', false],
  ])('a short code is found only as a whole value: %s', (body, isFound) => {
    expect(createBodyMatcher([], '12345')(body)).toBe(isFound);
  });

  test('nothing is found without a number and a message', () => {
    expect(createBodyMatcher([])('anything')).toBe(false);
  });

  test('the number is found at any place and with any escapes', () => {
    const escapes = [
      (digit: string) => digit,
      (digit: string) => `\\u00${digit.charCodeAt(0).toString(16)}`,
      (digit: string) => `&#${digit.charCodeAt(0)};`,
      (digit: string) => `&#x${digit.charCodeAt(0).toString(16)};`,
      (digit: string) => `%${digit.charCodeAt(0).toString(16)}`,
    ];
    const separator = fc.constantFrom('', ' ', '.', '-', ') (', '\u00a0');
    const digitsOfNumber = fc.tuple(
      ...[...NUMBER.slice(1)].map((digit) =>
        fc.tuple(fc.constantFrom(...escapes), separator).map(([written, between]) => written(digit) + between),
      ),
    );
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('', '+', '00', '%2B'),
        digitsOfNumber,
        fc.string(),
        (before, plus, digits, after) => {
          const number = plus + digits.join('');
          expect(matches(`${before} "${number}" ${after}`)).toBe(true);
          expect(matches(Buffer.from(`"${number}"`, 'utf16le'))).toBe(true);
        },
      ),
    );
  });

  test('a body of 64 KiB that nearly matches is checked quickly', () => {
    const body = `1${' '.repeat(7)}`.repeat(8192) + '12025550'.repeat(4000);
    expect(matches(body)).toBe(false);
  });
});
