/** A bar on standard error while something long runs. */
export interface Progress {
  /** @param done - of the total */
  to(done: number): void;
  end(): void;
}

const NO_PROGRESS: Progress = { to: () => undefined, end: () => undefined };

/**
 * A bar on a terminal; nothing elsewhere.
 *
 * @param total - undefined where it is not known: the count is shown instead
 */
export async function progressOf(what: string, total?: number): Promise<Progress> {
  if (!process.stderr.isTTY) return NO_PROGRESS;
  const { progress, spinner } = await import('@clack/prompts');
  if (total === undefined) {
    const shown = spinner({ output: process.stderr });
    shown.start(what);
    return { to: (done) => shown.message(`${what} ${done}`), end: () => shown.clear() };
  }
  const bar = progress({ max: total, output: process.stderr });
  bar.start(what);
  let shown = 0;
  return {
    to: (done) => {
      bar.advance(done - shown, `${what} ${done}/${total}`);
      shown = done;
    },
    end: () => bar.clear(),
  };
}
