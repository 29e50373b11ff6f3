import { setTimeout } from 'node:timers/promises';
import type { ExportApi, ExportPeriod, ExportState } from '../../eight-by-eight/export-api.ts';
import { CliError, InterruptedError } from '../errors.ts';
import { printError } from '../terminal/output.ts';
import { progressOf } from '../terminal/progress.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Starts an export job and waits until its files are there; gives their links. Cancels the job at the vendor where the
 * signal aborts.
 *
 * @throws CliError, VendorError, the reason of the signal
 */
export async function waitForExport(
  api: ExportApi,
  period: ExportPeriod,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const jobId = await api.start(period);
  const progress = progressOf('8x8 writes its log, seconds:');
  const begin = performance.now();
  let shown: ExportState | undefined;
  try {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      signal.throwIfAborted();
      const { state, links } = await api.read(jobId);
      const seconds = Math.round((performance.now() - begin) / 1000);
      progress.to(seconds, state);
      if (state !== shown && !process.stderr.isTTY) printError(`Export job: ${state} after ${seconds} s.`);
      shown = state;
      if (state === 'succeeded') return links;
      if (state === 'empty') return [];
      if (state !== 'queued' && state !== 'running') throw new CliError(failureText(state));
      await setTimeout(pause, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    await api.cancel(jobId);
    throw new InterruptedError('Interrupted. The export job was cancelled at 8x8, and nothing was changed.');
  } finally {
    progress.end();
  }
}

function failureText(state: 'failed' | 'error' | 'cancelled'): string {
  if (state === 'cancelled')
    return 'The export job was cancelled at 8x8, by another user perhaps. Run the command again.';
  return `8x8 could not write its log (${state}). Run the command again; if it fails again, choose a shorter period with --from and --to.`;
}
