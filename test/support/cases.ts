const CASES = process.env.TEST_CASES ?? 'some';
if (!['some', 'full'].includes(CASES)) throw new Error(`TEST_CASES must be full or some, not "${CASES}".`);

/** Whether all cases run. */
export const isFull = CASES === 'full';

/** How many cases a test runs: by default some, with `TEST_CASES=full` all. `.ci/run` runs all. */
export function cases(some: number, all: number): number {
  return isFull ? all : some;
}
