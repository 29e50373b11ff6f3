import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A page that shows the tables in a browser, and changes them. */
export interface TablesPage {
  readonly url: string;
  /** Resolves with the reason when the page ends without a stop. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

/** The message of the child process: its port on 127.0.0.1, or the reason why it failed. */
export type Report = { readonly port: number } | { readonly fault: string };

const SERVE_PAGE = join(import.meta.dirname, 'serve-page.ts');
const START_TIMEOUT_MS = 60_000;

/**
 * Serves dynamodb-admin on 127.0.0.1 in a child process, so that its slow start, its output and its errors do not affect
 * the receiver. It ends with this process at the latest.
 *
 * @param endpoint - of a DynamoDB that checks no credentials
 * @param port - 0 picks a free one
 * @throws Error if the port is taken, or if the page does not start
 */
export async function startTablesPage(endpoint: string, port: number): Promise<TablesPage> {
  const child = fork(SERVE_PAGE, [endpoint, String(port)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Ctrl-C must reach only this process, which stops the page
    detached: process.platform !== 'win32',
  });
  let stopping = false;
  const failed = new Promise<Error>((resolve) => {
    child.once('error', resolve);
    child.once('exit', (code, signal) => {
      if (!stopping) resolve(new Error(`dynamodb-admin ended (${signal ?? code})`));
    });
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  try {
    const servedPort = await Promise.race([portOf(child), failed.then((error) => Promise.reject(error))]);
    return { url: `http://127.0.0.1:${servedPort}`, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  const signal = AbortSignal.timeout(START_TIMEOUT_MS);
  const late = (): Error => new Error(`dynamodb-admin did not start within ${START_TIMEOUT_MS / 1000} s`);
  const [report] = (await once(child, 'message', { signal }).catch((error) => {
    throw signal.aborted ? late() : error;
  })) as [Report];
  if ('fault' in report) throw new Error(report.fault);
  return report.port;
}
