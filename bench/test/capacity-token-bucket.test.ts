import { describe, expect, test } from '@jest/globals';
import { TokenBucket } from '../capacity/token-bucket.ts';

describe('a token bucket of 10 a second and 5 at most', () => {
  test.each<[string, readonly (readonly [at: number, count: number, taken: boolean])[]]>([
    ['is full at the beginning', [[0, 5, true]]],
    [
      'refuses more than it holds, and takes nothing for it',
      [
        [0, 6, false],
        [0, 5, true],
      ],
    ],
    [
      'is empty once all are taken',
      [
        [0, 5, true],
        [0, 1, false],
      ],
    ],
    [
      'has the next token after 100 ms',
      [
        [0, 5, true],
        [99, 1, false],
        [100, 1, true],
      ],
    ],
    [
      'keeps parts of a token',
      [
        [0, 5, true],
        [50, 1, false],
        [100, 1, true],
        [150, 1, false],
        [200, 1, true],
      ],
    ],
    [
      'overflows',
      [
        [0, 5, true],
        [10_000, 5, true],
        [10_000, 1, false],
      ],
    ],
  ])('%s', (_, steps) => {
    const bucket = new TokenBucket(10, 5);
    expect(steps.map(([at, count]) => [at, count, bucket.take(count, at)])).toEqual(steps);
  });

  test('gives the tokens of a larger size at once, and the new rate from then on', () => {
    const bucket = new TokenBucket(10, 5);
    bucket.take(5, 0);
    bucket.resize(20, 8, 0);
    expect([bucket.take(4, 0), bucket.take(3, 0), bucket.take(1, 49), bucket.take(1, 50)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test('loses the tokens that a smaller size has no room for', () => {
    const bucket = new TokenBucket(10, 5);
    bucket.resize(10, 2, 0);
    expect([bucket.take(3, 0), bucket.take(2, 0)]).toEqual([false, true]);
  });
});
