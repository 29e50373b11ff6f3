import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

const CHILDREN = join(import.meta.dirname, 'child');
const TIMEOUT_MS = 180_000;
const MEASURED_FD = 3;

export interface Child {
  /** The Node to run it on. */
  readonly node: string;
  /** Name of the script in `child/`. */
  readonly script: string;
  /** The bundle to measure. */
  readonly entry: string;
  /** Event or events of API Gateway. */
  readonly input: unknown;
  readonly args?: readonly (string | number)[];
  readonly env: Record<string, string>;
}

export interface ChildResult<T> {
  readonly measured: T;
  /** What the function logged. */
  readonly log: string;
}

/**
 * Runs a script as `<script> <entry> <file with the input> <args>` on plain Node. The script writes its measurement to
 * file descriptor 3, as JSON.
 *
 * @throws Error with what the script wrote to its standard error
 */
export async function runChild<T>({ node, script, entry, input, args = [], env }: Child): Promise<ChildResult<T>> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const file = join(folder, 'input.json');
    await writeFile(file, JSON.stringify(input));
    const child = spawn(node, [join(CHILDREN, script), entry, file, ...args.map(String)], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    const outputs = [1, 2, MEASURED_FD].map((fd) => text(child.stdio[fd] as Readable));
    const [code, signal] = await once(child, 'close');
    const [log = '', errors = '', measured = ''] = await Promise.all(outputs);
    if (code !== 0) throw new Error(`${script} with ${entry} ended with ${signal ?? code}: ${errors.trim()}`);
    return { measured: JSON.parse(measured), log };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
