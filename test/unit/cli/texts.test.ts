import { describe, expect, test } from '@jest/globals';
import { describeError } from '../../../cli/errors.ts';
import { createBodyMatcher } from '../../../cli/forget/mentions.ts';
import { durationText } from '../../../cli/lookup/duration.ts';
import { destinationVariants } from '../../../cli/lookup/find-keys.ts';
import { isLoopback } from '../../../cli/send/addresses.ts';
import { barOf } from '../../../cli/terminal/bar.ts';
import { printable } from '../../../cli/terminal/output.ts';
import { maskedUrl } from '../../../eight-by-eight/webhook.ts';

test.each([
  [0, '0 s'],
  [850, '0.85 s'],
  [1_940, '1.94 s'],
  [12_340, '12.3 s'],
  [60_000, '1 min'],
  [200_000, '3 min 20 s'],
  [7_200_000, '2 h'],
  [7_230_000, '2 h'],
  [-7_500_000, '-2 h 5 min'],
  [273_600_000, '3 d 4 h'],
  [-3_060, '-3.06 s'],
])('%d ms in words: %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [0, ''],
  [1, '████'],
  [0.5, '██'],
  [0.53125, '██▏'],
  [0.0001, '▏'],
])('a bar of %d of 4 characters', (share, bar) => {
  expect(barOf(share, 4)).toBe(bar);
});

test.each([
  ['https://example.com/path', 'https://example.com/path'],
  ['https://example.com/p?token=s3cret&b=2', 'https://example.com/p?token=***&b=***'],
  ['https://user:s3cret@example.com/', 'https://***@example.com/'],
  ['no address', 'no address'],
])('%s without its secrets', (url, masked) => {
  expect(maskedUrl(url)).toBe(masked);
});

test.each([
  ['http://127.0.0.1:3000/receipts', true],
  ['http://127.9.9.9/', true],
  ['http://localhost:1', true],
  ['http://[::1]:1', true],
  ['http://127.0.0.1.example.com', false],
  ['http://localhost.example.com', false],
  ['http://user:127.0.0.1@example.com', false],
  ['https://abcdef.execute-api.us-east-1.amazonaws.com/receipts', false],
])('%s is on this machine: %s', (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});

test.each([
  ['+44 7700 900-123', ['+447700900123', '447700900123']],
  ['447700900123', ['+447700900123', '447700900123']],
  ['Somebody', ['Somebody']],
])('%s may be written %j', (destination, forms) => {
  expect(destinationVariants(destination)).toEqual(forms);
});

describe('bodies that mention a number or a message', () => {
  const UMID = '9e09ac86-bd74-5465-851d-1eb5a5fdbb9a';
  test.each<[string, string | Uint8Array, boolean]>([
    ['the number', '{"destination":"+12025550293"}', true],
    ['the number without its plus', '<d>12025550293</d>', true],
    ['an escaped plus', '"\\u002B12025550293"', true],
    ['a longer number', '+120255502931', false],
    ['the end of a longer number', '112025550293', false],
    ['the message', `{"umid":"${UMID}"`, true],
    ['the message in upper case', UMID.toUpperCase(), true],
    ['another message', UMID.replace('9', '8'), false],
    ['bytes that are no text', Buffer.concat([Buffer.from([0xff]), Buffer.from('12025550293')]), true],
    ['UTF-16', Buffer.from('+12025550293', 'utf16le'), true],
    ['nothing', '', false],
  ])('%s', (_, body, expected) => {
    expect(createBodyMatcher([UMID], '+12025550293')(body)).toBe(expected);
  });

  test('of nothing, none is', () => {
    expect(createBodyMatcher([], undefined)('anything')).toBe(false);
  });
});

test('text from outside does not steer the terminal', () => {
  expect(printable('a\u001b[31mb\u202ec\u0007')).toBe('a·[31mb·c·');
  expect(printable('abcdef', 4)).toBe('abc…');
  expect(printable(undefined)).toBe('');
});

test.each([
  [Object.assign(new Error('x'), { name: 'ExpiredTokenException' }), 'AWS does not accept the credentials'],
  [
    Object.assign(new Error('not authorized to perform: a:b'), { name: 'AccessDeniedException' }),
    'AWS does not permit it: not',
  ],
  [Object.assign(new Error('', {}), { code: 'ECONNREFUSED' }), 'No connection: ECONNREFUSED'],
  [Object.assign(new Error('x'), { name: 'TimeoutError' }), 'There was no answer in time'],
  ['text', 'text'],
])('an error in words: %s', (error, words) => {
  expect(describeError(error)).toContain(words);
});
