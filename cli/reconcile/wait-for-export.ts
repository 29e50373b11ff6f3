import type { ExportApi, ExportJob, ExportPeriod, ExportState } from '../../eight-by-eight/export-api.ts';
import { VendorError } from '../../eight-by-eight/vendor-error.ts';
import { type Clock, createClock } from '../../toolbox/clock.ts';
import { CliError, InterruptedError } from '../../toolbox/errors.ts';
import { startProgress } from '../../toolbox/progress.ts';
import { printError } from '../terminal/output.ts';

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 10_000;
/** Consecutive polls that may fail, because an export takes minutes. */
const MAX_FAILED_POLLS = 5;

/**
 * Starts an export job, waits until its files are ready, and returns their links. Cancels the job at the vendor if the
 * signal aborts.
 *
 * @throws CliError, VendorError, the reason of the signal
 */
export async function waitForExport(
  api: ExportApi,
  period: ExportPeriod,
  signal: AbortSignal,
  clock: Pick<Clock, 'sleep'> = createClock(),
): Promise<readonly string[]> {
  const jobId = await api.start(period);
  const progress = startProgress('8x8 writes its log, seconds:');
  const begin = performance.now();
  let shown: ExportState | undefined;
  let failedPolls = 0;
  try {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, MAX_PAUSE_MS)) {
      signal.throwIfAborted();
      const job = await poll();
      if (job !== undefined) {
        show(job.state);
        if (job.state === 'succeeded') return job.links;
        if (job.state === 'empty') return [];
        if (job.state !== 'queued' && job.state !== 'running') throw new CliError(failureText(job.state));
      }
      await clock.sleep(pause, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    const isCancelled = await api.cancel(jobId).then(
      () => true,
      () => false,
    );
    const what = isCancelled ? 'The export job was cancelled at 8x8' : 'The export job could not be cancelled at 8x8';
    throw new InterruptedError(`Interrupted. ${what}, and nothing was changed.`);
  } finally {
    progress.end();
  }

  async function poll(): Promise<ExportJob | undefined> {
    try {
      const job = await api.read(jobId);
      failedPolls = 0;
      return job;
    } catch (error) {
      failedPolls += 1;
      if (!isPassing(error) || failedPolls > MAX_FAILED_POLLS) throw error;
      return undefined;
    }
  }

  function show(state: ExportState): void {
    const seconds = Math.round((performance.now() - begin) / 1000);
    progress.update(seconds, state);
    if (state !== shown && !process.stderr.isTTY) printError(`Export job: ${state} after ${seconds} s.`);
    shown = state;
  }
}

/** No answer, too many requests, or an outage. */
function isPassing(error: unknown): boolean {
  return error instanceof VendorError && (error.status === undefined || error.status === 429 || error.status >= 500);
}

function failureText(state: 'failed' | 'error' | 'cancelled'): string {
  if (state === 'cancelled')
    return 'The export job was cancelled at 8x8, by another user perhaps. Run the command again.';
  return `8x8 could not write its log (${state}). Run the command again; if it fails again, choose a shorter period with --from and --to.`;
}
