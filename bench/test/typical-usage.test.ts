import { expect, test } from '@jest/globals';
import { TYPICAL_ARCHIVING, TYPICAL_EVENTS } from '../../cost/typical-usage.ts';
import { measureArchiving } from '../measure/archiving.ts';
import { lifeOfAMessage } from '../measure/events.ts';
import { measurePublishing } from '../measure/publishing.ts';

const bodies = lifeOfAMessage('00000000-0000-4000-8000-000000000000').map(({ event }) => event.body);

test('the events of four receipts, one of them a copy, are those of the monthly bill', async () => {
  const { logBytes, ...events } = await measurePublishing(bodies);
  expect({ ...events, logBytes: TYPICAL_EVENTS.logBytes }).toEqual(TYPICAL_EVENTS);
  // Durations have more or fewer digits
  expect(Math.abs(logBytes - TYPICAL_EVENTS.logBytes)).toBeLessThan(10);
});

test('the rows of the archive for them are, too', async () => {
  expect(await measureArchiving(bodies)).toEqual(TYPICAL_ARCHIVING);
});
