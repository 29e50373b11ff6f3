import { expect, test } from '@jest/globals';
import { lookLines } from '../../../lambda/page/look-log.ts';

const ANN = { subject: 'ann-1', email: 'ann@example.com', roles: [] };
const NOW = new Date('2026-11-28T12:00:00Z');

test('a look has who, when and what, and the hash in place of the number', () => {
  const look = { kind: 'search', query: 'number', number: '+12025550293', umids: ['a'], reason: 'ticket 5' } as const;
  expect(lookLines(ANN, look, 'a1b2', NOW)).toEqual([
    {
      message: 'look',
      time: '2026-11-28T12:00:00.000Z',
      subject: 'ann-1',
      email: 'ann@example.com',
      kind: 'search',
      query: 'number',
      umids: ['a'],
      numberHash: 'a1b2',
      reason: 'ticket 5',
    },
  ]);
});

test('what is not known is left out', () => {
  expect(lookLines({ subject: 'ann-1', roles: [] }, { kind: 'insights' }, undefined, NOW)).toEqual([
    { message: 'look', time: '2026-11-28T12:00:00.000Z', subject: 'ann-1', kind: 'insights' },
  ]);
});

test.each([
  [0, [0]],
  [1_000, [1_000]],
  [2_001, [1_000, 1_000, 1]],
])('a download of %i messages takes lines of %j', (count, sizes) => {
  const umids = Array.from({ length: count }, (_, at) => `umid-${at}`);
  const lines = lookLines(ANN, { kind: 'download', umids }, undefined, NOW);
  expect(lines.map((line) => line.umids?.length)).toEqual(sizes);
  expect(lines.flatMap((line) => line.umids)).toEqual(umids);
});
