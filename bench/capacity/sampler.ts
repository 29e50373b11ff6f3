import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Duration } from './service-times.ts';

/** The 90th percentile of the standard normal distribution. */
const Z90 = 1.2816;

/** Draws a random duration in milliseconds. */
export type Sampler = (duration: Duration) => number;

/** Draws a number from 0 to less than 1. */
export type Random = () => number;

/** The same seed gives the same numbers. */
export function randomOf(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

export function samplerOf(uniform: Random): Sampler {
  return ({ median, p90 }) => median * Math.exp((normal() * Math.log(p90 / median)) / Z90);

  /** Box-Muller. */
  function normal(): number {
    return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  }
}
