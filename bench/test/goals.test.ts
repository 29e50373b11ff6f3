import { describe, expect, test } from '@jest/globals';
import { CONTENDERS } from '../contenders/contenders.ts';
import { type Goal, goalsOf } from '../goals.ts';
import type { Answer, ContainerRun } from '../measure/container.ts';
import type { MessageLifecycle } from '../measure/lifecycle.ts';
import type { Outage } from '../measure/outage.ts';
import { markdownOf } from '../report/markdown.ts';
import type { Counts, Name, Times } from '../results.ts';

const NAMES = [...Object.keys(CONTENDERS), 'receiver'] as Name[];

function forEach<T>(make: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(NAMES.map((name) => [name, make(name)])) as Record<Name, T>;
}

const QUEUED: Answer = { statusCode: 202, body: '{"outcome":"queued"}', ms: 1, breakerOpen: true };
const RUN: ContainerRun = { loadMs: 35, answers: [QUEUED], cpuMs: 70, rssBytes: 60e6 };
const life = (requestsEach: number, unitsEach: number): MessageLifecycle => ({
  stored: { tableBytes: 1000, indexBytes: 600 },
  receipts: ['queued', 'sent', 'delivered', 'delivered, again'].map((what) => ({
    what,
    logBytes: 550,
    answerBytes: 70,
    requests: Array(requestsEach).fill({ writeUnits: unitsEach, tableWriteUnits: 1, readUnits: 0 }),
  })),
});
const outage = (requestsEach: number): Outage => ({
  what: 'throttles',
  answers: Array(4).fill(QUEUED),
  dynamoDbRequests: 4 * requestsEach,
});

/** A run in which the receiver just meets every goal. */
const GOOD: Counts = {
  sizes: forEach((name) => (name === 'receiver' ? 60 : 100)),
  outages: { throttled: [outage(1)], hanging: outage(0.5) },
  lifecycles: { receiver: life(1, 2), receiverOlder: life(1, 2), bareEsm: life(1, 2) },
  stackLogs: { accessLog: 250, system: 0 },
  history: [
    { statuses: 1, requests: 1, itemBytes: 700, unitsOfSize: 1, tableWriteUnits: 1, indexWriteUnits: 3 },
    { statuses: 10, requests: 1, itemBytes: 1900, unitsOfSize: 2, tableWriteUnits: 2, indexWriteUnits: 1 },
  ],
  tables: [
    { messages: 0, requests: 4, writeUnits: 9 },
    { messages: 1000, requests: 4, writeUnits: 9 },
  ],
};
const RUNS = forEach(() => [RUN]);
const TIMES: Times = { cold: { tls: RUNS, plain: RUNS }, warm: RUNS };

const missed = (counts: Counts) => goalsOf(counts).filter(({ met }: Goal) => !met);

describe('goals', () => {
  test('are met by a run that just reaches each of them', () => {
    expect(missed(GOOD)).toEqual([]);
  });

  const [growing] = GOOD.history;
  const largeLife = { ...life(1, 2), stored: { tableBytes: 1900, indexBytes: 655 } };
  const lifecycles = (receiver: MessageLifecycle, receiverOlder = receiver) => ({
    lifecycles: { ...GOOD.lifecycles, receiver, receiverOlder },
  });
  const { throttled, hanging } = GOOD.outages;
  const notQueued = { ...QUEUED, statusCode: 503 };
  test.each<[string, Partial<Counts>, number]>([
    ['a larger bundle', { sizes: { ...GOOD.sizes, receiver: 101 } }, 2],
    ['a second request', lifecycles(life(2, 1)), 2],
    // Which also cost too much, by both goals
    ['more write units', lifecycles(life(1, 3)), 3],
    ['a larger item', lifecycles(largeLife), 2],
    ['more for V7', lifecycles(life(1, 2), life(1, 1)), 1],
    ['growth with the table', { tables: [...GOOD.tables, { messages: 2000, requests: 4, writeUnits: 10 }] }, 1],
    ['growth with the history', { history: growing ? [{ ...growing, tableWriteUnits: 2, requests: 2 }] : [] }, 2],
    ['longer log lines', { stackLogs: { accessLog: 251, system: 0 } }, 1],
    ['retries of a throttled write', { outages: { hanging, throttled: [...throttled, outage(2)] } }, 1],
    ['no circuit breaker', { outages: { throttled, hanging: outage(1) } }, 1],
    [
      'a receipt that is not queued',
      { outages: { throttled, hanging: { ...hanging, answers: [...hanging.answers, notQueued] } } },
      1,
    ],
  ])('are missed with %s', (_, change, count) => {
    expect(missed({ ...GOOD, ...change })).toHaveLength(count);
  });
});

describe('the report', () => {
  const run = { date: '2026-01-01T00:00:00.000Z', node: '24.0.0', machine: 'a machine' };

  test('shows whether each goal is met', () => {
    const counts = { ...GOOD, stackLogs: { accessLog: 251, system: 0 } };
    const goals = goalsOf(counts);
    const lines = markdownOf({ ...run, counts }, goals).split('\n');
    for (const { what, met } of goals) {
      const line = lines.find((text) => text.startsWith(`| ${what} |`));
      expect(line?.endsWith(met ? '| yes |' : '| **no** |')).toBe(true);
    }
  });

  test.each([
    ['no times after a quick run', undefined, false],
    ['cold starts after a full run', TIMES, true],
  ])('has %s', (_, times, timed) => {
    const report = markdownOf({ ...run, counts: GOOD, times }, goalsOf(GOOD));
    expect(report.includes('## Cold start')).toBe(timed);
  });
});
