import { expect, test } from '@jest/globals';
import { asciiJson } from '../../../lambda/receipt/json.ts';

test.each([
  ['plain', '"plain"'],
  ['tab\t~', '"tab\\t~"'],
  ['\u007f', '"\\u007f"'],
  ['é', '"\\u00e9"'],
  ['😀', '"\\ud83d\\ude00"'],
  [{ ü: null }, '{"\\u00fc":null}'],
])('%j in ASCII is %s, and reads back as the same', (value, text) => {
  expect(asciiJson(value)).toBe(text);
  expect(JSON.parse(text)).toEqual(value);
});
