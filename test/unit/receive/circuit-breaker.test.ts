import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CircuitOpenError, createCircuitBreaker } from '../../../lambda/receive/circuit-breaker.ts';

const TIMEOUT = new Error('time-out');
const OTHER = new Error('other');
const PROBE_INTERVAL_MS = 100;

function setUp(threshold: number) {
  const clock = { now: 0 };
  const breaker = createCircuitBreaker({
    threshold,
    probeIntervalMs: PROBE_INTERVAL_MS,
    now: () => clock.now,
    isTimeout: (error) => error === TIMEOUT,
  });
  const refused = Symbol('refused');
  /** Resolves with the result or the error of the task, or with `refused`. */
  const run = async (task: (isProbe: boolean) => Promise<unknown>): Promise<unknown> => {
    try {
      return await breaker.run(task);
    } catch (error) {
      return error instanceof CircuitOpenError ? refused : error;
    }
  };
  return { clock, breaker, run, refused };
}

describe('the circuit breaker', () => {
  test('lets one probe through at a time', async () => {
    const { clock, run, refused } = setUp(1);
    await run(() => Promise.reject(TIMEOUT));
    clock.now += PROBE_INTERVAL_MS;
    let end = (_: unknown): void => undefined;
    const probe = run((isProbe) => new Promise((resolve) => (end = () => resolve(isProbe))));
    expect(await run(async () => 'second probe')).toBe(refused);
    end(undefined);
    expect(await probe).toBe(true);
    expect(await run(async (isProbe) => isProbe)).toBe(false);
    await run(() => Promise.reject(TIMEOUT));
    clock.now += PROBE_INTERVAL_MS;
    expect(await run(async (isProbe) => isProbe)).toBe(true);
  });

  test('lets no second probe through when a task ends that began before it opened', async () => {
    const { clock, run, refused } = setUp(1);
    let end = (): void => undefined;
    const early = run(() => new Promise((_, reject) => (end = () => reject(TIMEOUT))));
    await run(() => Promise.reject(TIMEOUT));
    clock.now += PROBE_INTERVAL_MS;
    void run(() => new Promise(() => undefined));
    end();
    await early;
    clock.now += PROBE_INTERVAL_MS;
    expect(await run(async () => 'second probe')).toBe(refused);
  });

  const step = fc.record({
    waitMs: fc.constantFrom(0, 1, PROBE_INTERVAL_MS - 1, PROBE_INTERVAL_MS),
    end: fc.constantFrom(TIMEOUT, OTHER, undefined),
  });

  test('is open after as many time-outs in a row, and refuses exactly while no probe is due', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 60 }), async (threshold, steps) => {
        const { clock, breaker, run, refused } = setUp(threshold);
        let timeouts = 0;
        let lastEnd = 0;
        for (const { waitMs, end } of steps) {
          clock.now += waitMs;
          const mayRun = timeouts < threshold || clock.now - lastEnd >= PROBE_INTERVAL_MS;
          const result = await run(async () => (end ? Promise.reject(end) : 'done'));
          expect(result === refused).toBe(!mayRun);
          if (!mayRun) continue;
          timeouts = end === TIMEOUT ? timeouts + 1 : 0;
          lastEnd = clock.now;
          expect(breaker.isOpen()).toBe(timeouts >= threshold);
        }
      }),
    );
  });
});
