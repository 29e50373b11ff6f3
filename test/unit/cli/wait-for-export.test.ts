import { describe, expect, test } from '@jest/globals';
import { waitForExport } from '../../../cli/reconcile/wait-for-export.ts';
import type { ExportApi, ExportJob } from '../../../eight-by-eight/export-api.ts';
import { VendorError } from '../../../eight-by-eight/vendor-error.ts';

const PERIOD = { from: new Date(0), to: new Date(1) };
const job = (state: ExportJob['state'], links: string[] = []): ExportJob => ({ state, links, expires: undefined });
const refused = (status?: number) => new VendorError(`refused with ${status}`, { ...(status && { status }) });

/** Waits at a fake of the vendor that answers polls with these results in turn. The last one is repeated. */
function wait(looks: readonly (ExportJob | Error)[], { cancel = async () => undefined, abortsAtPause = 0 } = {}) {
  const pauses: number[] = [];
  const cancelled: string[] = [];
  const controller = new AbortController();
  let at = 0;
  const api: ExportApi = {
    start: async () => 'a-job',
    read: async () => {
      const look = looks[Math.min(at, looks.length - 1)] as ExportJob | Error;
      at += 1;
      if (look instanceof Error) throw look;
      return look;
    },
    cancel: async (jobId) => {
      cancelled.push(jobId);
      await cancel();
    },
  };
  const links = waitForExport(api, PERIOD, controller.signal, {
    sleep: async (ms) => {
      pauses.push(ms);
      if (pauses.length === abortsAtPause) controller.abort();
    },
  });
  return { links, pauses, cancelled };
}

describe('waiting for an export', () => {
  test('polls after pauses that grow from 1 to 10 seconds', async () => {
    const { links, pauses } = wait([...Array<ExportJob>(9).fill(job('running')), job('succeeded', ['link'])]);
    expect(await links).toEqual(['link']);
    expect([pauses[0], pauses.at(-1)]).toEqual([1_000, 10_000]);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  });

  test.each([429, 500, 503, undefined])('goes on if the vendor answers %s for a while', async (status) => {
    const failed = Array<Error>(5).fill(refused(status));
    const { links } = wait([...failed, job('running'), ...failed, job('empty')]);
    expect(await links).toEqual([]);
  });

  test('gives up if six polls in a row fail', async () => {
    const { links, pauses, cancelled } = wait([refused(429)]);
    await expect(links).rejects.toThrow('refused with 429');
    expect([pauses.length, cancelled]).toEqual([5, []]);
  });

  test.each([401, 403, 404])('gives up at once if the vendor answers %s', async (status) => {
    const { links, pauses } = wait([refused(status)]);
    await expect(links).rejects.toThrow(`refused with ${status}`);
    expect(pauses).toEqual([]);
  });

  test('cancels the job if it is interrupted', async () => {
    const { links, cancelled } = wait([job('running')], { abortsAtPause: 2 });
    await expect(links).rejects.toMatchObject({
      name: 'InterruptedError',
      message: 'Interrupted. The export job was cancelled at 8x8, and nothing was changed.',
    });
    expect(cancelled).toEqual(['a-job']);
  });

  test('says so if it is interrupted and the job cannot be cancelled', async () => {
    const cancel = async () => {
      throw refused(500);
    };
    const { links } = wait([job('running')], { abortsAtPause: 1, cancel });
    await expect(links).rejects.toMatchObject({
      exitCode: 130,
      message: expect.stringContaining('could not be cancelled at 8x8'),
    });
  });
});
