import fc from 'fast-check';
import type { Body } from '../../../simulator/message-lifecycle.ts';
import { DISTINCT, WITH_MORE_NAMES } from './bodies.ts';
import { expectPureMerge, SCHEDULES } from './check.ts';
import { type Fault, type System, startSystem } from './system.ts';

/** Bodies of one message, and what happens to them concurrently. */
export interface Situation {
  readonly what: string;
  readonly bodies: fc.Arbitrary<Body[]>;
  /** Default: none. */
  readonly faults?: fc.Arbitrary<Fault[]>;
  readonly readsTokens?: boolean;
  /** Starts all that happens concurrently. */
  readonly act: (system: System, bodies: readonly Body[]) => Promise<unknown>[];
}

/** Bodies with distinct statuses. */
export const distinct = (count: number): fc.Arbitrary<Body[]> =>
  fc.shuffledSubarray([...DISTINCT], { minLength: count, maxLength: count });

/** Bodies of which some may be copies of others, with the same or more names. */
export const withCopies = (count: number): fc.Arbitrary<Body[]> =>
  fc.array(fc.constantFrom(...DISTINCT, ...WITH_MORE_NAMES), { minLength: count, maxLength: count });

export const systemSettings = (faults: fc.Arbitrary<Fault[]> = fc.constant([])) =>
  fc.record({ faults, sendsOldItem: fc.boolean() });

/** Delivers each body to a separate container. */
export const deliverAll = (system: System, bodies: readonly Body[]): Promise<void>[] =>
  bodies.map((body) => system.container().deliver(body));

/** In every schedule the item ends as the pure merge of all that was delivered. */
export async function expectConvergence({ bodies, faults, readsTokens, act }: Situation): Promise<void> {
  const schedule = fc.asyncProperty(fc.scheduler(), systemSettings(faults), bodies, async (s, settings, posted) => {
    const system = startSystem(s, { ...settings, readsTokens: readsTokens ?? false });
    await s.waitFor(Promise.all(act(system, posted)));
    await s.waitFor(system.container().redrive());
    await expectPureMerge(system.delivered, system);
  });
  await fc.assert(schedule, SCHEDULES);
}
