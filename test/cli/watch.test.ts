import { describe, expect, test } from '@jest/globals';
import { watchLines } from '../../cli/text/watch.ts';
import { watchToTheEnd } from '../../cli/watch/watch.ts';
import { sampleReceipt } from '../fixtures/samples.ts';
import { useDeployment } from './support/deployment.ts';

const BATCH = '3e09ac86-bd74-5465-851d-1eb5a5fdbb9b';
const umidOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

describe('receipts watch', () => {
  const deployed = useDeployment();

  const post = (index: number, state: string, second: number, more: object = {}) =>
    deployed.post(
      JSON.stringify(
        sampleReceipt(({ payload }) => {
          payload.umid = umidOf(index);
          payload.batchId = BATCH;
          payload.status = { state, timestamp: `2026-01-01T00:00:0${second}Z`, ...more };
        }),
      ),
    );

  /** Watches, and posts each receipt once the line before it was shown. */
  async function follow(id: string, steps: readonly (() => Promise<unknown>)[]): Promise<string[]> {
    const lines: string[] = [];
    const waiting = [...steps];
    let posted: Promise<unknown> = Promise.resolve();
    await watchToTheEnd({
      connection: { ...deployed.tables, name: 'test', retentionDays: async () => 30 },
      id,
      everyMs: 1,
      linesOf: (reading) => watchLines(id, reading, (iso) => iso),
      show: (line) => {
        lines.push(line);
        posted = posted.then(waiting.shift());
      },
      signal: new AbortController().signal,
    });
    await posted;
    return lines;
  }

  test('a message from before its first receipt to its end', async () => {
    const lines = await follow(umidOf(1), [
      () => post(1, 'sent', 1),
      () => post(1, 'delivered', 2, { detail: 'delivered_to_operator' }),
      () => post(1, 'undelivered', 3, { errorCode: 46 }),
    ]);
    expect(lines).toEqual([
      `No receipt of ${umidOf(1)} has come yet.`,
      '2026-01-01T00:00:01Z  sent',
      '2026-01-01T00:00:02Z  delivered, delivered_to_operator',
      '2026-01-01T00:00:03Z  undelivered, Subscriber not reachable (error 46)',
      'Not delivered: the phone could not be reached.',
    ]);
  });

  test('a batch, whose counts are shown when they change', async () => {
    await post(2, 'sent', 1);
    const lines = await follow(BATCH, [() => post(2, 'delivered', 2)]);
    expect(lines).toEqual([
      '2 messages: 0 delivered, 1 failed, 1 without an answer yet',
      '2 messages: 1 delivered, 1 failed, 0 without an answer yet',
    ]);
  });

  test('the command ends at once with what is final', async () => {
    const run = await deployed.runHere(['watch', umidOf(1), '--utc']);
    expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('Times in UTC. Press Ctrl-C to stop.') });
    expect(run.stdout).toMatch(/^1 Jan 2026, 00:00:01 {2}sent\n(.*\n){2}Not delivered: .*\n$/);
  });
});
