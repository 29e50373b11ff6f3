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
  return startTool(args, environment).ended;
}

/** The same, for a test that sends a signal, or text on standard input. */
export function startTool(args: readonly string[], environment: Record<string, string> = {}, input?: string) {
  const child = spawn(process.execPath, [TOOL, ...args], {
    env: { ...ENVIRONMENT, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  child.stdin.end(input);
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]).then(([stdout, stderr, [code]]): ToolRun => ({ code, stdout, stderr }));
  return { kill: (signal: NodeJS.Signals) => child.kill(signal), ended };
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
