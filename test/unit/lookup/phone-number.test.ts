import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { numberIn, readPhoneNumber } from '../../../lookup/phone-number.ts';
import { anyCharacter } from '../../support/any-character.ts';

test.each([
  ['+12025550177', '+12025550177'],
  ['12025550177', '+12025550177'],
  ['0012025550177', '+12025550177'],
  ['\u202a+1 202 555 0177\u202c', '+12025550177'],
  ['\u200e+1\u00a0202\u202f555\u30000177\ufeff', '+12025550177'],
  ['+1\u2011202\u2011555\u20110177', '+12025550177'],
  ['+1\u2013202\u2014555\u22120177', '+12025550177'],
  ['1\u00ad202\ufe0f555\u{e0100}0177', '+12025550177'],
  ['+1 (202) 555/01.77', '+12025550177'],
  ['+1 [202] 555 01 77', '+12025550177'],
  ['(+1) 202.555.0177', '+12025550177'],
  ['\uff0b\uff11\uff12\uff10\uff12\uff15\uff15\uff15\uff10\uff11\uff17\uff17', '+12025550177'],
  ['+١٢٠٢٥٥٥٠١٧٧', '+12025550177'],
  ['+۱۲۰۲۵۵۵۰۱۷۷', '+12025550177'],
  ['tel:+12025550177', '+12025550177'],
  ['TEL:+1-202-555-0177;ext=5', '+12025550177'],
  ['+44 (0)20 7946 0018', '+442079460018'],
  ['0044 (0) 20 7946 0018', '+442079460018'],
  // In Italy, the zero is part of the number
  ['+39 (0)6 12345678', '+390612345678'],
  ['+39 06 12345678', '+390612345678'],
  // The library does not know them
  ['+999 (0)123 456 789', '+999123456789'],
  ['+999123456789', '+999123456789'],
  ['12345', '12345'],
  [' 8-88 ', '888'],
  ['07700 900123', '07700900123'],
  ['Somebody', 'Somebody'],
])('%j is the number %s', (given, text) => {
  expect(readPhoneNumber(given).text).toBe(text);
});

test.each([
  ['447700900123', ['+447700900123', '447700900123', '00447700900123']],
  [
    '+44 (0)20 7946 0018',
    [
      ...['+442079460018', '442079460018', '00442079460018'],
      ...['+4402079460018', '4402079460018', '004402079460018', '+44 (0)20 7946 0018'],
    ],
  ],
  ['12345', ['+12345', '12345', '0012345']],
  ['Somebody ', ['Somebody', 'Somebody ']],
  ['1'.repeat(21), ['1'.repeat(21)]],
])('%j may be stored as %j', (given, forms) => {
  expect(readPhoneNumber(given).forms).toEqual(forms);
});

test('no text makes an empty key or one that is too long, and every text is also looked up as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 3000 }), (given) => {
      const { forms } = readPhoneNumber(given);
      for (const form of forms) expect(Buffer.byteLength(form)).toBeLessThanOrEqual(2048);
      expect(forms).not.toContain('');
      if (given.trim() !== '' && Buffer.byteLength(given) <= 2048) expect(forms).toContain(given);
    }),
  );
});

test.each([
  ['202 555 0177', 'US', '+12025550177'],
  ['1 202 555 0177', 'US', undefined],
  ['+1 202 555 0177', 'US', undefined],
  ['001 202 555 0177', 'US', undefined],
  ['07700 900123', 'GB', '+447700900123'],
  ['447700900123', 'GB', undefined],
  ['0917 242 4538', 'PH', '+639172424538'],
  ['917 242 4538', 'PH', '+639172424538'],
  // Begins like its country code
  ['91724 24538', 'IN', '+919172424538'],
  ['06 12345678', 'IT', '+390612345678'],
  ['12025550177', 'PH', undefined],
  ['20550', 'US', undefined],
  ['202 555 0177', 'XX', undefined],
  ['Somebody', 'US', undefined],
])('%j without a country code is in %s the number %s', (given, country, number) => {
  expect(numberIn(given, country)).toBe(number);
  const { text, forms } = readPhoneNumber(given, country);
  expect(text).toBe(number ?? readPhoneNumber(given).text);
  expect(forms).toEqual(expect.arrayContaining([text, given]));
});
