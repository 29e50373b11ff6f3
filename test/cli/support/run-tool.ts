import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ToolRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The tool of a checkout, which compiles itself at each start. */
export const CHECKOUT_TOOL = join(import.meta.dirname, '../../../cli/receipts.js');
/** Names the compiled tool, which the global setup makes. */
export const TOOL_VARIABLE = 'TEST_COMPILED_TOOL';
/** What the tests start: the compiled tool if there is one. */
export const TOOL = process.env[TOOL_VARIABLE] ?? CHECKOUT_TOOL;
/** After this time a hanging tool is killed, so that its test fails and shows its output. */
const TIMEOUT_MS = 300_000;

/** Nothing of the developer's own: no credentials, no profile, no address beyond this machine. */
export const ENVIRONMENT = {
  PATH: process.env.PATH ?? '',
  HOME: join(tmpdir(), 'no-home'),
  TZ: 'UTC',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
  // Requests to a service without a fake are refused here, and never reach AWS
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  EIGHT_BY_EIGHT_API_URL: 'http://127.0.0.1:9',
  EIGHT_BY_EIGHT_OLD_API_URL: 'http://127.0.0.1:9',
};

/** Runs the tool as a user does, in a separate process without a terminal. */
export function runTool(args: readonly string[], environment: Record<string, string> = {}): Promise<ToolRun> {
  return new ToolProcess(args, environment).ended;
}

/** A process of the tool without a terminal, for tests of signals, of standard input and of the output so far. */
export class ToolProcess {
  stdout = '';
  stderr = '';
  readonly ended: Promise<ToolRun>;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #printed = new EventEmitter();

  /** @param input - what standard input has. Default: nothing */
  constructor(args: readonly string[], environment: Record<string, string> = {}, input?: string) {
    this.#process = spawn(process.execPath, [TOOL, ...args], {
      env: { ...ENVIRONMENT, ...environment },
      timeout: TIMEOUT_MS,
    });
    this.#process.stdin.end(input);
    for (const name of ['stdout', 'stderr'] as const) {
      this.#process[name].setEncoding('utf8').on('data', (text: string) => {
        this[name] += text;
        this.#printed.emit('more');
      });
    }
    this.ended = once(this.#process, 'close').then(([code]) => ({ code, stdout: this.stdout, stderr: this.stderr }));
  }

  /** Waits until the output satisfies `isEnough`; rejects if the process ends before. */
  async until(isEnough: (printed: { readonly stdout: string; readonly stderr: string }) => boolean): Promise<void> {
    const ended = this.ended.then(() => Promise.reject(new Error(`It ended:\n${this.stdout}${this.stderr}`)));
    // The process may end after the wait is over
    ended.catch(() => undefined);
    while (!isEnough(this)) await Promise.race([once(this.#printed, 'more'), ended]);
  }

  untilListening(): Promise<void> {
    return this.until(({ stderr }) => stderr.includes('Listening'));
  }

  get lines(): string[] {
    return this.stdout.split('\n').filter((line) => line !== '');
  }

  /** Reads no more of the output, as `head` does. */
  closeOutput(): void {
    this.#process.stdout.destroy();
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }
}

/** Runs the tool on a terminal (with the Linux program `script`). In each step it types `type` once `until` is on the screen. */
export async function runOnTerminal(
  args: readonly string[],
  environment: Record<string, string>,
  ...steps: readonly { readonly until: string; readonly type: string }[]
): Promise<ToolRun> {
  const tool = [process.execPath, TOOL, ...args].map((part) => `'${part}'`).join(' ');
  // The terminal that `script` makes has no size
  const command = `stty columns 120 rows 30; exec ${tool}`;
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    env: { ...ENVIRONMENT, TERM: 'xterm', ...environment },
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: TIMEOUT_MS,
  });
  let stdout = '';
  let next = 0;
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    stdout += more;
    const step = steps[next];
    if (step === undefined || !stdout.includes(step.until)) return;
    next += 1;
    child.stdin.write(step.type);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr: '' };
}
