import { expect, test } from '@jest/globals';
import { minutesInAlarm } from '../support/alarm-states.ts';
import { EVERY_ALARM } from '../support/sample-settings.ts';
import { synthesize } from '../support/synthesize.ts';
import { alarmsOf } from '../support/template.ts';

const RECONCILED = 24 * 60;
const alarm = (name: string, settings: Record<string, unknown> = {}) =>
  alarmsOf(synthesize(settings).template).get(name) ?? {};
const every = (minutes: number, value: number, length: number) =>
  Array.from({ length }, (_, minute) => (minute % minutes === 0 ? value : undefined));

const KEEP = { events: 'new' };
const FORWARD = { events: 'new', otherWebhooks: 'forward' };

test.each([
  ['an inbound SMS every minute, and hardly a receipt', KEEP, { setAside: 1, 'requests set_aside': 1 }, true],
  ['an inbound SMS every minute, and hardly a receipt', FORWARD, { setAside: 1, 'requests set_aside': 1 }, false],
  ['an invalid receipt every minute', FORWARD, { setAside: 1, 'requests invalid': 1 }, true],
  ['a receipt that cannot be stored every minute', FORWARD, { setAside: 1, 'requests not_storable': 1 }, true],
])('%s: with %j and the metrics %j, mostly-set-aside goes off: %s', (_, settings, posted, goesOff) => {
  const series = Object.fromEntries(Object.entries(posted).map(([name, count]) => [name, every(1, count, 120)]));
  const minutes = minutesInAlarm(alarm('mostly-set-aside', settings), { ...series, receipts: every(20, 1, 120) });
  expect(minutes.length > 0).toBe(goesOff);
});

test('a small sub-account that is not wired goes off beside a large one that is', () => {
  const run = (name: string, rows: number, missing: number) => ({
    [`reconciledRows ${name}`]: every(RECONCILED, rows, 2 * RECONCILED),
    [`reconciledMissing ${name}`]: every(RECONCILED, missing, 2 * RECONCILED),
  });
  const series = { ...run('Acme_1', 100_000, 20), ...run('Acme_2', 20, 20) };
  const minutes = (name: string) => minutesInAlarm(alarm(`receipts-missing-${name}`, EVERY_ALARM), series).length;
  expect([minutes('Acme_1'), minutes('Acme_2')]).toEqual([0, 2 * RECONCILED]);
});
