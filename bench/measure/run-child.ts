import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const CHILDREN = join(import.meta.dirname, 'child');
const LONGEST_MS = 180_000;
const MEASURED_FD = 3;

export interface Child {
  /** The Node to run it on. */
  readonly node: string;
  /** Name of the script in `child/`. */
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Record<string, string>;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
}

/**
 * Runs a script on plain Node, and gives what it writes to file descriptor 3, as JSON. What it logs goes nowhere.
 *
 * @throws Error that says what the script wrote to its standard error
 */
export async function runChild<T>({ node, script, args, env, nodeOptions = [] }: Child): Promise<T> {
  const child = spawn(node, [...nodeOptions, join(CHILDREN, script), ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  const measured = collect(child.stdio[MEASURED_FD]);
  const errors = collect(child.stderr);
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`${script} ${args.join(' ')} ended with ${signal ?? code}: ${errors().trim()}`);
  return JSON.parse(measured()) as T;
}

function collect(stream: unknown): () => string {
  const chunks: Buffer[] = [];
  (stream as NodeJS.ReadableStream).on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}
