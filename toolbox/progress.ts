import { barOf } from './text.ts';

/** The progress of a long task, on standard error. */
export interface Progress {
  /**
   * @param done - units of the total
   * @param note - shown after the bar, such as a rate
   */
  update(done: number, note?: string): void;
  end(): void;
}

const NO_PROGRESS: Progress = { update: () => undefined, end: () => undefined };
const BAR_WIDTH = 20;
const REDRAW_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/**
 * Shows one line that is redrawn with each update. Without a terminal it prints nothing. It does not handle Ctrl-C.
 *
 * @param total - undefined if unknown; then only the count is shown
 */
export function startProgress(what: string, total?: number): Progress {
  if (!process.stderr.isTTY) return NO_PROGRESS;
  let drawnAt = Number.NEGATIVE_INFINITY;
  draw(0);
  return {
    update: (done, note) => {
      if (performance.now() - drawnAt >= REDRAW_MS || done === total) draw(done, note);
    },
    end: () => void process.stderr.write(CLEAR_LINE),
  };

  function draw(done: number, note = ''): void {
    drawnAt = performance.now();
    const share = total ? Math.min(done / total, 1) : 0;
    const bar = total === undefined ? String(done) : `${barOf(share, BAR_WIDTH).padEnd(BAR_WIDTH)} ${done}/${total}`;
    const line = `${what}  ${bar}  ${note}`.trimEnd();
    process.stderr.write(CLEAR_LINE + line.slice(0, (process.stderr.columns ?? 80) - 1));
  }
}
