import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random choices; the same seed gives the same choices. */
export interface Random {
  /** A whole number from the first to the second, both included. */
  int(from: number, to: number): number;
  /** Whether something of this probability, from 0 to 1, happens. */
  chance(probability: number): boolean;
  oneOf<T>(values: readonly T[]): T;
  /** One of the values, with a probability in proportion to its weight. */
  weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T;
  /** A version 4 UUID. */
  uuid(): string;
}

/** @param seed - a whole number */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const random: Random = {
    int: (from, to) => uniformInt(generator, from, to),
    chance: (probability) => uniformFloat64(generator) < probability,
    oneOf: (values) => {
      if (values.length === 0) throw new RangeError('no values to choose from');
      return values[random.int(0, values.length - 1)] as (typeof values)[number];
    },
    weighted: (choices) => {
      let rest = uniformFloat64(generator) * choices.reduce((sum, [weight]) => sum + weight, 0);
      const chosen = choices.find(([weight]) => {
        rest -= weight;
        return rest < 0;
      });
      return (chosen ?? random.oneOf(choices))[1];
    },
    uuid: () => {
      const digits = Array.from({ length: 32 }, () => random.int(0, 15).toString(16));
      digits[12] = '4';
      digits[16] = random.oneOf(['8', '9', 'a', 'b']);
      return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },
  };
  return random;
}
