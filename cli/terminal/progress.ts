import { barOf } from './table.ts';

/** How far something long is, on standard error. */
export interface Progress {
  /**
   * @param done - of the total
   * @param note - what else is known, such as a rate
   */
  to(done: number, note?: string): void;
  end(): void;
}

const NO_PROGRESS: Progress = { to: () => undefined, end: () => undefined };
const BAR_WIDTH = 20;
const REDRAW_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/**
 * One line on a terminal, drawn anew as things go on; nothing elsewhere. Ctrl-C works as if it were not there.
 *
 * @param total - undefined where it is not known: then only the count is shown
 */
export function progressOf(what: string, total?: number): Progress {
  if (!process.stderr.isTTY) return NO_PROGRESS;
  let drawnAt = Number.NEGATIVE_INFINITY;
  draw(0);
  return {
    to: (done, note) => {
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
