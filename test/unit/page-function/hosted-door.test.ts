import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { type HostedDoorParts, hostedDoor } from '../../../lambda/page/hosted-door.ts';
import { CliError } from '../../../toolbox/errors.ts';

const ANN = { subject: 'ann-1', roles: [] };
const SEARCH = { kind: 'search', query: 'number', number: '+12025550293' } as const;

/** A door whose hashes of numbers can be awaited, and what it logs. */
function doorWith(hashNumber: () => Promise<string>) {
  const logged: object[] = [];
  const parts = {
    sealer: { hashNumber },
    now: () => new Date('2026-11-28T12:00:00Z'),
    log: (line: object) => logged.push(line),
    logLook: (look: object) => logged.push(look),
  };
  return { logged, door: hostedDoor(parts as unknown as HostedDoorParts) };
}

test('the function ends after its looks are in the log', async () => {
  const { door, logged } = doorWith(() => setImmediate('a1b2'));
  door.record(ANN, SEARCH);
  await door.recorded();
  expect(logged).toMatchObject([{ kind: 'search', numberHash: 'a1b2', time: '2026-11-28T12:00:00.000Z' }]);
});

test('a look is in the log even if the secret cannot be read', async () => {
  const { door, logged } = doorWith(() => Promise.reject(new TypeError('no secret')));
  door.record(ANN, SEARCH);
  await door.recorded();
  expect(logged).toEqual([
    { outcome: 'failed', reason: 'TypeError' },
    { message: 'look', time: '2026-11-28T12:00:00.000Z', subject: 'ann-1', kind: 'search', query: 'number' },
  ]);
});

test.each([
  [new CliError('The index byDestination is missing.'), 'The index byDestination is missing.', 'CliError'],
  [
    Object.assign(new Error('arn:aws:iam::123456789012:role/page may not'), { name: 'AccessDeniedException' }),
    'Those who run this page find the reason in its log. Try again in a minute.',
    'AccessDeniedException',
  ],
])('of the error %s only our own words are shown', (error, text, reason) => {
  const { door, logged } = doorWith(async () => '');
  expect(door.describeError(error)).toBe(text);
  expect(logged).toEqual([{ outcome: 'failed', reason }]);
});
