import { describe, expect, test } from '@jest/globals';
import { allowSources } from '../../../lambda/receive/authenticate.ts';

describe('allowed sources', () => {
  test.each<[blocks: string[], address: string, allowed: boolean]>([
    [[], '203.0.113.9', true],
    [[], '2001:db8::1', true],
    [['192.0.2.7'], '192.0.2.7', true],
    [['192.0.2.7'], '192.0.2.8', false],
    [['192.0.2.0/24'], '192.0.2.255', true],
    [['192.0.2.0/24'], '192.0.3.0', false],
    [['198.51.100.1', '192.0.2.0/30'], '192.0.2.3', true],
    [['0.0.0.0/0'], '203.0.113.9', true],
    [['0.0.0.0/0'], '2001:db8::1', false],
    [['2001:db8::/32'], '2001:db8:1::1', true],
    [['2001:db8::1'], '2001:db8::2', false],
    [['::/0'], '2001:db8::1', true],
    [['::/0'], '203.0.113.9', false],
    [['::/0'], '::ffff:203.0.113.9', false],
    [['0.0.0.0/0'], '::ffff:203.0.113.9', true],
    [['192.0.2.0/24', '2001:db8::/32'], '::ffff:c000:207', true],
    [['192.0.2.0/24', '2001:db8::/32'], '::ffff:203.0.113.9', false],
    [['::ffff:192.0.2.7'], '192.0.2.7', true],
    [['::ffff:192.0.2.7'], '::ffff:192.0.2.7', true],
    [['::ffff:192.0.2.0/120'], '192.0.2.255', true],
    [['::ffff:192.0.2.0/120'], '192.0.3.0', false],
    [['fe80::/10'], 'fe80::1', true],
    [['fe80::/10'], 'fe80::1%eth0', false],
    [['192.0.2.7'], '', false],
    [['192.0.2.7'], 'not an address', false],
  ])('%j lets %s in: %s', (blocks, address, allowed) => {
    expect(allowSources(blocks)(address)).toBe(allowed);
  });

  test.each([
    '192.0.2',
    '192.0.2.0/33',
    '192.0.2.0/x',
    '192.0.2.0/x8',
    '192.0.2.0/8x',
    '192.0.2.0/',
    '2001:db8::/129',
    'example.com',
    'fe80::1%eth0',
    'fe80::%1/10',
    '',
  ])('a block %j is refused by name', (block) => {
    expect(() => allowSources([block])).toThrow(`"${block}"`);
  });
});
