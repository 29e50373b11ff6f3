import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { delaysOf } from '../capacity/delays.ts';
import { redriveCostOf } from '../capacity/outage-cost.ts';
import { markdownOf } from '../capacity/report/markdown.ts';
import type { Result, Scenario } from '../capacity/scenario.ts';
import { LOADS, runScenarios, VARIANTS } from '../capacity/scenarios.ts';
import { SERVICE_TIMES } from '../capacity/service-times.ts';
import { type CapacitySettings, DEFAULTS } from '../capacity/settings.ts';
import { simulate } from '../capacity/simulate.ts';
import { markedText } from '../report/marked-part.ts';

/** Limits about a hundred times below those of AWS, so that a small load reaches each of them. */
const SMALL: CapacitySettings = {
  ...DEFAULTS,
  throttleRate: 100,
  throttleBurst: 50,
  accountConcurrency: 10,
  redriveConcurrency: 2,
  warmWriteUnits: 40,
};
const SHORT_BURST = { rate: 600, seconds: 2 };

const lostWith = (settings: Partial<CapacitySettings>, more: Partial<Scenario> = {}) =>
  simulate({ load: SHORT_BURST, settings: { ...SMALL, ...settings }, ...more }).lost;

const scenarios: fc.Arbitrary<Scenario> = fc.record({
  load: fc.record({
    rate: fc.integer({ min: 50, max: 1_000 }),
    seconds: fc.constant(1),
    receiptsPerMessage: fc.integer({ min: 1, max: 4 }),
    batchSize: fc.constantFrom(0, 100, 10_000),
  }),
  settings: fc
    .record({
      throttleRate: fc.constantFrom(20, 200, 2_000),
      throttleBurst: fc.constantFrom(10, 100, 1_000),
      accountConcurrency: fc.constantFrom(4, 40, 400),
      redriveConcurrency: fc.constantFrom(2, 20),
      warmWriteUnits: fc.constantFrom(20, 200, 2_000),
    })
    .map((some) => ({ ...DEFAULTS, ...some })),
  dynamoDb: fc.constantFrom('healthy', 'throttled', 'hanging'),
  outageSeconds: fc.constantFrom(1, 60, 600),
  seed: fc.integer({ min: 0, max: 1_000 }),
});

describe('the simulation', () => {
  test('gives the same result for the same seed, and another result for another seed', () => {
    const scenario: Scenario = { load: SHORT_BURST, settings: SMALL };
    expect(simulate(scenario)).toEqual(simulate(scenario));
    expect(simulate(scenario)).not.toEqual(simulate({ ...scenario, seed: 2 }));
  });

  test('has no more bodies in flight than SQS allows, and the others wait in the queue', () => {
    const load = { rate: 1_000, seconds: 200 };
    const outage = { dynamoDb: 'throttled', outageSeconds: 1_200 } as const;
    const { queue, receipts } = simulate({ load, settings: DEFAULTS, ...outage, scale: 20 });
    expect(queue.mostInFlight).toBeLessThanOrEqual(120_000);
    expect(queue.mostInFlight).toBeGreaterThan(119_000);
    expect(queue).toMatchObject({ mostWaiting: receipts, redriven: receipts, deadLetters: 0 });
  });

  test.each([
    [100, 30],
    [400, 0],
  ])(
    'with a quota of %i invocations a second, the last event of 400 a second for 10 seconds is %i seconds late',
    (eventInvocations, late) => {
      const load = { rate: 400, seconds: 10, receiptsPerMessage: 1, batchSize: 0 };
      const { events } = simulate({ load, settings: { ...DEFAULTS, eventInvocations } });
      expect(Math.abs(events.maxLateMs / 1000 - late)).toBeLessThan(1);
    },
  );

  test('accounts for every receipt, post and queued body', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { receipts, posts, recorded, queued, refused, lost, queue, delays } = simulate(scenario);
        expect(recorded + queued + lost).toBe(receipts);
        expect(recorded + queued + refused).toBe(posts);
        // A refused post is followed by another one, or by the loss of the receipt
        expect(receipts + refused - lost).toBe(posts);
        expect(queue.redriven + queue.waiting + queue.deadLetters).toBe(queued);
        const inTable = delays.inTable.map((some) => some.receipts);
        expect(inTable).toEqual(inTable.toSorted((a, b) => a - b));
        expect(inTable.at(-1)).toBeLessThanOrEqual(recorded + queue.redriven);
        if (delays.maxMs <= 120_000) expect(inTable.at(-1)).toBe(receipts);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  test.each<[keyof CapacitySettings, readonly number[]]>([
    ['accountConcurrency', [2, 10, 50, 250]],
    ['throttleRate', [5, 20, 80, 320]],
    ['throttleBurst', [10, 50, 250, 1_250]],
  ])('loses no more with a larger %s, and less with a much larger one', (name, values) => {
    const lost = values.map((value) => lostWith({ throttleRate: 20, [name]: value }));
    expect(lost).toEqual(lost.toSorted((a, b) => b - a));
    expect(lost.at(-1)).toBeLessThan(lost[0] ?? 0);
  });

  test('loses less with a circuit breaker than without while DynamoDB hangs', () => {
    const without = { ...SERVICE_TIMES, hangsToOpen: Number.POSITIVE_INFINITY };
    const settings = { throttleRate: 1_000, throttleBurst: 500 };
    const hanging = { dynamoDb: 'hanging', load: { rate: 300, seconds: 20 } } as const;
    expect(lostWith(settings, hanging)).toBeLessThan(lostWith(settings, { ...hanging, times: without }));
  });

  test('refuses and queues nothing below the limits', () => {
    const result = simulate({ load: { rate: 100, seconds: 5 }, settings: DEFAULTS });
    expect(result).toMatchObject({ recorded: 500, queued: 0, refused: 0, retried: 0, lost: 0, limits: [] });
  });

  test.each<[string, Partial<CapacitySettings>, string]>([
    ['the rate of the account', { accountRate: 10, accountBurst: 5 }, 'API Gateway: rate of the account'],
    ['the throttle of the stage', { throttleRate: 10, throttleBurst: 5 }, 'API Gateway: throttle of the stage'],
    ['the concurrency', { accountConcurrency: 1 }, 'Lambda: concurrency'],
    ['the write units of the table', { warmWriteUnits: 10 }, 'DynamoDB: write units of the table'],
  ])('names %s as the first limit reached', (_, settings, limit) => {
    const { limits } = simulate({ load: { rate: 200, seconds: 2 }, settings: { ...DEFAULTS, ...settings } });
    expect(limits[0]).toMatchObject({ limit });
  });

  test('queues receipts of one batch that exceed a partition of byBatchId, unless that index is left out', () => {
    const load = { rate: 1_500, seconds: 4, receiptsPerMessage: 3 };
    const run = (settings: CapacitySettings, batchSize: number) =>
      simulate({ load: { ...load, batchSize }, settings }).limits.map(({ limit }) => limit);
    const hotKey = 'DynamoDB: hot key of byBatchId';
    expect(run(DEFAULTS, 10_000)).toContain(hotKey);
    expect(run(DEFAULTS, 0)).not.toContain(hotKey);
    expect(run({ ...DEFAULTS, indexes: ['byDestination'] }, 10_000)).not.toContain(hotKey);
  });

  test('redrives the receipts of an outage only after its end', () => {
    const load = { rate: 50, seconds: 10 };
    const { queued, queue } = simulate({ load, settings: DEFAULTS, dynamoDb: 'throttled', outageSeconds: 300 });
    expect(queued).toBe(500);
    expect(queue).toMatchObject({ redriven: 500, waiting: 0, deadLetters: 0 });
    expect(queue.drainedAfterSeconds).toBeGreaterThan(300);
  });

  test('records what a hot key throttles in seconds', () => {
    expect(simulate({ load: { rate: 2_000, seconds: 10 }, settings: DEFAULTS }).delays.maxMs).toBeLessThan(60_000);
  });

  test('counts receives, executions, requests and their cost of a redrive that fails for an hour', () => {
    const load = { rate: 100, seconds: 1 };
    const scenario: Scenario = { load, settings: DEFAULTS, dynamoDb: 'throttled', outageSeconds: 3_600 };
    const { queue } = simulate(scenario);
    // 7 short pauses, then one of 135 seconds on average
    expect(queue.receives / 100).toBeGreaterThan(25);
    expect(queue.receives / 100).toBeLessThan(45);
    expect(queue.requests).toBeGreaterThan(1.5 * queue.executions);
    expect(redriveCostOf(queue)).toBeLessThan(0.01);
    expect(redriveCostOf({ ...queue, receives: 2 * queue.receives })).toBeGreaterThan(redriveCostOf(queue));
  });

  test('gives about the same shares at a smaller scale', () => {
    const load = { rate: 6_000, seconds: 3 };
    const shares = ({ receipts, recorded, queued, lost }: Result) => [recorded, queued, lost].map((n) => n / receipts);
    const scenario: Scenario = { load, settings: { ...DEFAULTS, throttleRate: 500, throttleBurst: 500 } };
    const [full, small] = [shares(simulate(scenario)), shares(simulate({ ...scenario, scale: 10 }))];
    full.forEach((share, index) => void expect(small[index]).toBeCloseTo(share, 1));
  });
});

test('the delays are of all receipts, also of those that are lost', () => {
  expect(delaysOf([70_000, 500, 9_000], 4)).toEqual({
    inTable: [
      { afterSeconds: 1, receipts: 1 },
      { afterSeconds: 10, receipts: 2 },
      { afterSeconds: 30, receipts: 2 },
      { afterSeconds: 60, receipts: 2 },
      { afterSeconds: 120, receipts: 3 },
    ],
    medianMs: 9_000,
    p99Ms: Number.POSITIVE_INFINITY,
    maxMs: Number.POSITIVE_INFINITY,
  });
});

describe('the bursts of the documentation', () => {
  const bursts = LOADS.filter(({ sustained }) => !sustained);

  test.each(bursts)(
    '$name: nothing is lost at default settings and quotas, and all is soon in the table',
    ({ load }) => {
      const { receipts, lost, delays } = simulate({ load, ...VARIANTS.healthy });
      expect(lost).toBe(0);
      const after60s = delays.inTable.find(({ afterSeconds }) => afterSeconds === 60)?.receipts ?? 0;
      expect(after60s / receipts).toBeGreaterThanOrEqual(0.95);
      expect(delays.maxMs).toBeLessThanOrEqual(120_000);
      // The outage outlasts the vendor's last retry
      expect(simulate({ load, ...VARIANTS.throttled, outageSeconds: 140 }).lost).toBe(0);
    },
  );

  // The other loads take too long to simulate here; `npm run capacity -- --write-docs` writes all rows
  test('have the rows of docs/design.md', () => {
    const lines = markdownOf(runScenarios(LOADS.slice(0, 2))).split('\n');
    const design = readFileSync(join(import.meta.dirname, '../../docs/design.md'), 'utf8');
    expect(markedText(design, 'capacity').split('\n')).toEqual(expect.arrayContaining(lines));
  });
});
