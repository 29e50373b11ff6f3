import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface ToolRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const TOOL = join(import.meta.dirname, '../../../cli/receipts.js');
/** Then a tool that hangs is killed, and its test shows what it printed. */
const TIMEOUT_MS = 300_000;

/** Nothing of the developer's own: no credentials, no profile, no address beyond this machine. */
export const ENVIRONMENT = {
  PATH: process.env.PATH ?? '',
  HOME: join(tmpdir(), 'no-home'),
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
  // What has no fake is refused here, and never asked of AWS
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  EIGHT_BY_EIGHT_API_URL: 'http://127.0.0.1:9',
  EIGHT_BY_EIGHT_OLD_API_URL: 'http://127.0.0.1:9',
};

/** Runs the tool as a user does, in a process of its own that has no terminal. */
export function runTool(args: readonly string[], environment: Record<string, string> = {}): Promise<ToolRun> {
  return startTool(args, environment).ended;
}

/** The same, for a test that sends a signal. */
export function startTool(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [TOOL, ...args], {
    env: { ...ENVIRONMENT, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]).then(([stdout, stderr, [code]]): ToolRun => ({ code, stdout, stderr }));
  return { kill: (signal: NodeJS.Signals) => child.kill(signal), ended };
}

/** Runs the tool on a terminal (by the program `script` of Linux), and types a text once it shows the other one. */
export async function runOnTerminal(
  args: readonly string[],
  environment: Record<string, string>,
  { until, type }: { readonly until: string; readonly type: string },
): Promise<ToolRun> {
  const tool = [process.execPath, TOOL, ...args].map((part) => `'${part}'`).join(' ');
  // Its terminal has no size at first
  const command = `stty columns 120 rows 30; exec ${tool}`;
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    env: { ...ENVIRONMENT, TERM: 'xterm', ...environment },
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: TIMEOUT_MS,
  });
  let stdout = '';
  let isTyped = false;
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    stdout += more;
    if (isTyped || !stdout.includes(until)) return;
    isTyped = true;
    child.stdin.write(type);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr: '' };
}
