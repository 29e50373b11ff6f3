import { FORWARDING_HOURS } from '../eight-by-eight/posting.ts';
import { HOUR_MS } from '../toolbox/clock.ts';
import type { Body, MessageLifecycle } from './message-lifecycle.ts';
import type { Random } from './random.ts';

/** One body to post. */
export interface Posting {
  readonly lifecycle: MessageLifecycle;
  readonly body: Body;
}

/** Shares of the bodies, from 0 to 1, that are not posted exactly once and in order. Default: 0. */
export interface DeliveryFaults {
  /** Posted a second time, up to 30 seconds after the first. */
  readonly duplicates?: number;
  /** Posted at another time between the message's first and last receipt. */
  readonly disorder?: number;
  /** Posted up to {@link FORWARDING_HOURS} late. */
  readonly lateness?: number;
}

const DUPLICATE_WITHIN_MS = 30_000;
const DISORDER_MS = 5_000;
const LATE_WITHIN_MS = FORWARDING_HOURS * HOUR_MS;

/** The bodies in the order in which the vendor posts them. */
export function schedule(
  lifecycles: readonly MessageLifecycle[],
  deliveryFaults: DeliveryFaults,
  random: Random,
): Posting[] {
  const { duplicates = 0, disorder = 0, lateness = 0 } = deliveryFaults;
  const timed: { readonly due: number; readonly posting: Posting }[] = [];
  for (const lifecycle of lifecycles) {
    const first = lifecycle.bodies[0]?.at ?? 0;
    const last = lifecycle.bodies.at(-1)?.at ?? 0;
    for (const body of lifecycle.bodies) {
      const due = dueTime(body.at, first, last);
      timed.push({ due, posting: { lifecycle, body } });
      if (random.chance(duplicates)) {
        timed.push({ due: due + random.int(0, DUPLICATE_WITHIN_MS), posting: { lifecycle, body } });
      }
    }
  }
  return timed.sort((a, b) => a.due - b.due).map(({ posting }) => posting);

  function dueTime(at: number, first: number, last: number): number {
    if (random.chance(lateness)) return at + random.int(0, LATE_WITHIN_MS);
    return random.chance(disorder) ? random.int(first, last + DISORDER_MS) : at;
  }
}
