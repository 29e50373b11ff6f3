import { constants } from 'node:os';

/** Aborts on Ctrl-C, which may arrive twice: from the terminal and from npx. Also if nobody reads the output any more. */
export function abortAtEnd(): AbortController {
  const interruption = new AbortController();
  process.stdout.once('error', () => interruption.abort());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      process.exitCode = 128 + constants.signals[signal];
      interruption.abort();
    });
  }
  return interruption;
}
