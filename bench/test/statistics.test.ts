import { describe, expect, test } from '@jest/globals';
import { quantile, ratioOf, spreadOf } from '../measure/statistics.ts';

describe('quantile, by the nearest rank', () => {
  test.each([
    [[3, 1, 2], 0.5, 2],
    [[4, 1, 3, 2], 0.5, 2],
    [[1], 0.99, 1],
    [Array.from({ length: 100 }, (_, at) => at + 1), 0.99, 99],
    [Array.from({ length: 100 }, (_, at) => at + 1), 0, 1],
  ])('of %j at %d is %d', (values, share, expected) => {
    expect(quantile(values, share)).toBe(expected);
  });

  test('of an empty sample is an error', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
  });
});

test('a spread is the middle half of a sample', () => {
  expect(spreadOf([8, 7, 6, 5, 4, 3, 2, 1])).toEqual({ low: 2, median: 4, high: 6 });
});

test('a ratio compares neighbouring values, so that a machine that slows down halfway does not change it', () => {
  const theirs = [10, 10, 30, 30];
  expect(
    ratioOf(
      theirs.map((value) => value / 2),
      theirs,
    ),
  ).toEqual({ low: 0.5, median: 0.5, high: 0.5 });
});
