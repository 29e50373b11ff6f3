import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Duration } from './service-times.ts';

/** The 90th percentile of the standard normal distribution. */
const Z90 = 1.2816;

/** Draws a random duration in milliseconds. */
export type Sampler = (duration: Duration) => number;

/** Creates a sampler. The same seed gives the same durations. */
export function samplerOf(seed: number): Sampler {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  return ({ median, p90 }) => median * Math.exp((normal() * Math.log(p90 / median)) / Z90);

  /** Box-Muller. */
  function normal(): number {
    return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  }
}
