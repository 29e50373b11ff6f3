import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { jest } from '@jest/globals';

export interface ToolRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const TOOL = join(import.meta.dirname, '../../../cli/receipts.js');
const TIMEOUT_MS = 180_000;

// A process takes seconds to start where the machine is busy, and rotate-token waits for a minute
jest.setTimeout(TIMEOUT_MS);

/** Nothing of the developer's own: no credentials, no profile, no address beyond this machine. */
export const ENVIRONMENT = {
  PATH: process.env.PATH,
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
export async function runTool(args: readonly string[], environment: Record<string, string> = {}): Promise<ToolRun> {
  const child = spawn(process.execPath, [TOOL, ...args], {
    env: { ...ENVIRONMENT, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}
