import { describe, expect, test } from '@jest/globals';
import { TokenBucket } from '../capacity/token-bucket.ts';

describe('a token bucket of 10 a second and 5 at most', () => {
  test('has only what it holds', () => {
    const steps: readonly (readonly [at: number, count: number, taken: boolean, why: string])[] = [
      [0, 6, false, 'more than it holds, of which it takes nothing'],
      [0, 5, true, 'all that it holds at the beginning'],
      [0, 1, false, 'it is empty'],
      [50, 1, false, 'half a token, which it keeps'],
      [99, 1, false, 'not yet a token'],
      [100, 1, true, 'the next token'],
      [150, 1, false, 'half a token'],
      [200, 1, true, 'the next token'],
      [10_000, 5, true, 'all that it holds, after a long time'],
      [10_000, 1, false, 'the rest has overflowed'],
    ];
    const bucket = new TokenBucket(10, 5);
    const taken = steps.map(([at, count, _, why]) => [at, count, bucket.take(count, at), why]);
    expect(taken).toEqual(steps);
  });

  test('gives the tokens of a larger size at once, and the new rate from then on', () => {
    const bucket = new TokenBucket(10, 5);
    bucket.take(5, 0);
    bucket.grow(20, 0);
    expect([bucket.take(16, 0), bucket.take(15, 0), bucket.take(1, 49), bucket.take(1, 50)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});
