import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { METRICS } from '../../contract/metrics.ts';
import { type Answer, runContainer } from '../measure/container.ts';

const folder = mkdtempSync(join(tmpdir(), 'outage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a fake handler that reports an opened circuit breaker with its receipt number `opensAt`. */
async function answersOf(opensAt: number, patience: number): Promise<readonly Answer[]> {
  const entry = join(folder, `${opensAt}.mjs`);
  const source = `let handled = 0;
    export async function handler() {
      handled += 1;
      process.stdout.write(JSON.stringify({ ${METRICS.breakerOpened}: handled === ${opensAt} ? 1 : 0 }) + '\\n');
      return { statusCode: 202, body: '{"outcome":"queued"}' };
    }`;
  writeFileSync(entry, source);
  const container = { node: process.execPath, entry, env: {} };
  return (await runContainer(container, { events: Array(5).fill({}), patience })).answers;
}

test('receipts after the line that reports an opened circuit breaker count as answered with an open breaker', async () => {
  const answers = await answersOf(2, 3);
  expect(answers.map(({ breakerOpen }) => breakerOpen)).toEqual([false, false, true, true, true]);
  expect(answers[0]).toMatchObject({ statusCode: 202, body: '{"outcome":"queued"}', ms: expect.any(Number) });
});

test('the run of a container ends early if its circuit breaker does not open within the given number of receipts', async () => {
  expect(await answersOf(4, 3)).toHaveLength(3);
});
