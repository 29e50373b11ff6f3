import { expect, test } from '@jest/globals';
import { countryOf } from '../../../lambda/receipt/country.ts';

test.each([
  ['+639171234567', 'PH'],
  ['639171234567', 'PH'],
  ['00639171234567', 'PH'],
  [' +639171234567 ', 'PH'],
  // As short as a number can be
  ['+6834002', 'NU'],
  // Countries that share a calling code
  ['+12025550293', 'US'],
  ['+14165551234', 'CA'],
  ['+18765551234', 'JM'],
  ['+77011234567', 'KZ'],
  ['+447400123456', 'GB'],
  // A short code, whose digits begin like a number of Egypt
  ['20550', 'unknown'],
  ['+99912345678', 'unknown'],
  ['+882161234567', 'unknown'],
  ['1202****93', 'unknown'],
  ['ACME', 'unknown'],
  ['tel:639171234567', 'unknown'],
  ['639171234567x', 'unknown'],
  ['', 'unknown'],
  [undefined, 'unknown'],
])('the country of %j is %s', (number, country) => {
  expect(countryOf(number)).toBe(country);
});
