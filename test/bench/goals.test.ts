import { describe, expect, test } from '@jest/globals';
import { CONTENDERS } from '../../bench/contenders/contenders.ts';
import { type Goal, goalsOf } from '../../bench/goals.ts';
import type { MessageLifecycle } from '../../bench/measure/lifecycle.ts';
import type { Outage } from '../../bench/measure/outage.ts';
import { chartsOf } from '../../bench/report/chart.ts';
import { markdownOf } from '../../bench/report/markdown.ts';
import type { Name, Results } from '../../bench/results.ts';

const NAMES = [...Object.keys(CONTENDERS), 'receiver'] as Name[];

function forEach<T>(make: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(NAMES.map((name) => [name, make(name)])) as Record<Name, T>;
}

const start = (answerMs: number) => ({
  statusCode: 200,
  body: '',
  loadMs: answerMs / 2,
  answerMs,
  cpuMs: answerMs,
  rssBytes: 60e6,
});
const life = (requestsEach: number, unitsEach: number): MessageLifecycle => ({
  stored: { tableBytes: 1000, indexBytes: 600 },
  receipts: ['queued', 'sent', 'delivered', 'delivered, again'].map((what) => ({
    what,
    logBytes: 550,
    answerBytes: 70,
    requests: Array.from({ length: requestsEach }, () => ({
      operation: 'PutItem',
      table: 'Table',
      writeUnits: unitsEach,
      tableWriteUnits: 1,
      readUnits: 0,
    })),
  })),
});
const lifecycles = (requests: number, units: number) => {
  const long = life(requests, units);
  return { short: long, long, v7: long };
};
const outage = (what: string, ms: number, requestsEach: number, breakerOpen = false): Outage => ({
  what,
  answers: [1, 2, 3, 4].map(() => ({ statusCode: 202, outcome: 'queued', ms, breakerOpen })),
  dynamoDbRequests: 4 * requestsEach,
});

/** A run in which the receiver just meets every goal. */
const GOOD: Results = {
  date: '2026-01-01T00:00:00.000Z',
  node: '24.0.0',
  machine: 'a machine',
  quick: false,
  sizes: forEach((name) => (name === 'receiver' ? 60 : 100)),
  cold: {
    overTls: forEach((name) => [start(name === 'receiver' ? 60 : name.startsWith('handSigned') ? 28 : 100)]),
    plain: forEach((name) => [start(name === 'receiver' ? 60 : name.startsWith('handSigned') ? 28 : 100)]),
  },
  warm: forEach((name) => [{ cpuMs: name === 'receiver' ? 1.25 : 1, latenciesMs: [1, 1, 3] }]),
  memory: [
    { receipts: 10, heapBytes: 2 ** 20, rssBytes: 60e6 },
    { receipts: 100, heapBytes: 2 ** 21, rssBytes: 60e6 },
  ],
  outages: { throttled: [outage('ThrottlingException', 150, 1)], hanging: outage('hangs', 50, 0.5, true) },
  lifecycles: { receiver: lifecycles(1, 2), bareEsm: lifecycles(1, 2), powertools: lifecycles(3, 2) },
  stackLogs: { accessLog: 250, system: 0 },
  publishing: { records: 3, events: 3, entryBytes: 800, putEventsRequests: 3, logBytes: 300 },
  history: [
    { statuses: 1, requests: 1, itemBytes: 700, unitsOfSize: 1, tableWriteUnits: 1, indexWriteUnits: 3 },
    { statuses: 10, requests: 1, itemBytes: 1900, unitsOfSize: 2, tableWriteUnits: 2, indexWriteUnits: 1 },
  ],
  tables: [
    { messages: 0, requests: 4, writeUnits: 9 },
    { messages: 1000, requests: 4, writeUnits: 9 },
  ],
};

const missed = (results: Results) => goalsOf(results).filter(({ met }: Goal) => !met);

describe('goals', () => {
  test('are met by a run that just reaches each of them', () => {
    expect(missed(GOOD)).toEqual([]);
  });

  const [growing] = GOOD.history;
  const { receiver } = GOOD.lifecycles;
  const { throttled, hanging } = GOOD.outages;
  const notQueued = { statusCode: 503, ms: 1, breakerOpen: true };
  test.each<[string, Partial<Results>, number]>([
    ['a slower cold start', { cold: { ...GOOD.cold, plain: { ...GOOD.cold.plain, receiver: [start(101)] } } }, 3],
    ['... over TLS', { cold: { ...GOOD.cold, overTls: { ...GOOD.cold.overTls, receiver: [start(101)] } } }, 3],
    ['more CPU when warm', { warm: { ...GOOD.warm, receiver: [{ cpuMs: 1.26, latenciesMs: [1] }] } }, 1],
    ['a long tail', { warm: { ...GOOD.warm, receiver: [{ cpuMs: 1, latenciesMs: [1, 1, 4] }] } }, 1],
    ['a leak', { memory: [...GOOD.memory, { receipts: 1000, heapBytes: 3 * 2 ** 20, rssBytes: 0 }] }, 1],
    ['a larger bundle', { sizes: { ...GOOD.sizes, receiver: 101 } }, 2],
    ['a second request', { lifecycles: { ...GOOD.lifecycles, receiver: lifecycles(2, 1) } }, 2],
    ['more write units', { lifecycles: { ...GOOD.lifecycles, receiver: lifecycles(1, 3) } }, 2],
    ['more for V7', { lifecycles: { ...GOOD.lifecycles, receiver: { ...receiver, v7: life(2, 2) } } }, 2],
    ['growth with the table', { tables: [...GOOD.tables, { messages: 2000, requests: 4, writeUnits: 10 }] }, 1],
    ['growth with the history', { history: growing ? [{ ...growing, tableWriteUnits: 2, requests: 2 }] : [] }, 2],
    ['longer log lines', { stackLogs: { accessLog: 251, system: 0 } }, 1],
    ['a slow answer to a throttle', { outages: { hanging, throttled: [outage('slow', 151, 1)] } }, 1],
    ['retries of a throttled write', { outages: { hanging, throttled: [...throttled, outage('retry', 1, 2)] } }, 1],
    ['no circuit breaker', { outages: { throttled, hanging: outage('hangs', 4_600, 1) } }, 3],
    [
      'a receipt that is not queued',
      { outages: { throttled, hanging: { ...hanging, answers: [...hanging.answers, notQueued] } } },
      1,
    ],
  ])('are missed with %s', (_, change, count) => {
    expect(missed({ ...GOOD, ...change })).toHaveLength(count);
  });

  test('include the cost: a receiver that stores more misses it', () => {
    const dear = { ...receiver, long: { ...receiver.long, stored: { tableBytes: 9_000, indexBytes: 0 } } };
    const results = { ...GOOD, lifecycles: { ...GOOD.lifecycles, receiver: dear } };
    expect(missed(results).map(({ what }) => what)).toEqual(['dollars for a million messages of three receipts']);
  });
});

describe('the report', () => {
  test('shows whether each goal is met', () => {
    const goals = goalsOf({ ...GOOD, warm: { ...GOOD.warm, receiver: [{ cpuMs: 2, latenciesMs: [1] }] } });
    const report = markdownOf(GOOD, goals);
    for (const { what, met } of goals) {
      const line = report.split('\n').find((text) => text.startsWith(`| ${what} |`));
      expect(line?.endsWith(met ? '| yes |' : '| **no** |')).toBe(true);
    }
  });

  test('does not judge the times of a quick run', () => {
    expect(markdownOf({ ...GOOD, quick: true }, goalsOf(GOOD))).toContain('not judged');
  });

  test('shows its charts: cold starts with a bar for each contender, and cost with a line for each design', () => {
    const report = markdownOf(GOOD, goalsOf(GOOD));
    for (const [name, svg] of Object.entries(chartsOf(GOOD))) {
      expect(report).toContain(`](${name})`);
      expect(svg).toMatch(/^<svg/);
      expect(svg).toContain('middy');
    }
  });
});
