/** A bar on standard error while something long runs. */
export interface Progress {
  /** @param done - of the total */
  to(done: number): void;
  end(): void;
}

const NO_PROGRESS: Progress = { to: () => undefined, end: () => undefined };
/** What shells give for Ctrl-C. */
const INTERRUPTED = 130;

/**
 * A bar on a terminal; nothing elsewhere.
 *
 * @param total - undefined where it is not known: the count is shown instead
 */
export async function progressOf(what: string, total?: number): Promise<Progress> {
  if (!process.stderr.isTTY) return NO_PROGRESS;
  const { progress, spinner } = await import('@clack/prompts');
  const common = { output: process.stderr, withGuide: false };
  const bar = total === undefined ? undefined : progress({ ...common, max: total });
  const shown = bar ?? spinner(common);
  shown.start(what);
  // The library ends the process itself at Ctrl-C, with 0
  process.on('exit', tellInterruption);
  let last = 0;
  return {
    to: (done) => {
      if (bar) bar.advance(done - last, `${what} ${done}/${total}`);
      else shown.message(`${what} ${done}`);
      last = done;
    },
    end: () => {
      process.off('exit', tellInterruption);
      shown.clear();
    },
  };
}

function tellInterruption(): void {
  process.exitCode = INTERRUPTED;
}
