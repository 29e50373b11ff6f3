import './support/without-pauses.ts';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cases } from '../support/cases.ts';
import { RETENTION } from '../support/receiver.ts';
import { DISTINCT } from './support/bodies.ts';
import { expectPureMerge, recordedIn } from './support/check.ts';
import { startSystem } from './support/system.ts';

const fourBodies = fc.shuffledSubarray([...DISTINCT], { minLength: 4, maxLength: 4 });

test.each([
  ['TTL, after the retention', RETENTION.retentionDays + 1],
  ['forget, in the same second', 0],
])('receipts recorded after %s has deleted the item, between reads and writes, stay', async (_, days) => {
  const schedule = fc.asyncProperty(fc.scheduler(), fc.boolean(), fourBodies, async (s, sendsOldItem, bodies) => {
    const [first, ...others] = bodies;
    const system = startSystem(s, { sendsOldItem });
    if (first) await s.waitFor(system.container().deliver(first));
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
  await fc.assert(schedule, { seed: 1, numRuns: cases(150, 1_150) });
});
