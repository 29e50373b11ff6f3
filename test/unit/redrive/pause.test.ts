import { expect, test } from '@jest/globals';
import { pauseSeconds } from '../../../lambda/redrive/pause.ts';

test.each([
  [1, 1, 2],
  [2, 2, 4],
  [3, 4, 8],
  [7, 64, 128],
  [8, 90, 180],
  [410, 90, 180],
  [2_000, 90, 180],
])('after receive %i the pause is %i to %i seconds', (receives, shortest, longest) => {
  expect(pauseSeconds(receives, 0)).toBe(shortest);
  expect(pauseSeconds(receives, 1 - Number.EPSILON)).toBe(longest);
});
