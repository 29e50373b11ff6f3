import type { Clock } from '../../../toolbox/clock.ts';

/** A clock that moves only during a sleep. */
export function stepClock(): Clock {
  let time = 0;
  return {
    now: () => time,
    sleep: async (ms) => {
      time += ms;
    },
  };
}
