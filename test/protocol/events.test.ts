import './support/without-pauses.ts';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Body } from '../../simulator/message-lifecycle.ts';
import { RETENTION } from '../support/receiver.ts';
import { expectPureMerge, recordedIn, SCHEDULES } from './support/check.ts';
import {
  deliverAll,
  distinct,
  expectConvergence,
  type Situation,
  systemSettings,
  withCopies,
} from './support/situation.ts';
import { type Fault, startSystem } from './support/system.ts';

const fault = fc.constantFrom<Fault>('none', 'none', 'request lost', 'answer lost', 'throttled');

const SITUATIONS: readonly Situation[] = [
  {
    what: 'lost and throttled requests, and lost answers to applied writes',
    bodies: withCopies(3),
    // At most as many as one body can meet and still be acknowledged
    faults: fc.array(fault, { minLength: 1, maxLength: 6 }),
    act: deliverAll,
  },
  {
    what: 'a rotation of the token between posts with the old and the new one',
    readsTokens: true,
    bodies: withCopies(3),
    act: (system, [first, second, third]) => {
      const [one, other] = [system.container(), system.container()];
      const post = (container: typeof one, body: Body | undefined, token: 'old' | 'new') =>
        body && container.deliver(body, token);
      return [
        Promise.all([post(one, first, 'old'), post(other, first, 'old')]),
        system.rotateToken().then(() => Promise.all([post(one, second, 'new'), post(other, third, 'old')])),
      ];
    },
  },
];

test.each(SITUATIONS)('$what: in every order the item is the pure merge', expectConvergence);

test.each([
  ['TTL, after the retention', RETENTION.retentionDays + 1],
  ['forget, in the same second', 0],
])('receipts recorded after %s has deleted the item, between reads and writes, stay', async (_, days) => {
  const schedule = fc.asyncProperty(fc.scheduler(), systemSettings(), distinct(4), async (s, settings, bodies) => {
    const [first, ...others] = bodies;
    const system = startSystem(s, settings);
    await s.waitFor(Promise.all(deliverAll(system, first ? [first] : [])));
    system.pass(days);
    const writers = others.map((body) => ({ body, container: system.container() }));
    const deletion = system.deleteItem();
    await s.waitFor(Promise.all([deletion, ...writers.map(({ body, container }) => container.deliver(body))]));
    const before = await deletion;
    const recorded = await recordedIn(system, bodies);
    const later = writers.filter(({ container }) => container.lastRequest() > before).map(({ body }) => body);
    const lost = later.filter((body) => !recorded.includes(body));
    if (lost.length > 0) expect(lost).toEqual([]);
    // Nothing of what was deleted returns
    if (first && later.length === others.length) expect(recorded).not.toContain(first);
    if (recorded.length > 0) await expectPureMerge(recorded, system);
  });
  await fc.assert(schedule, SCHEDULES);
});
