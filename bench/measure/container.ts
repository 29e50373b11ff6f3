import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

const SCRIPT = join(import.meta.dirname, 'container.cjs');
const TIMEOUT_MS = 180_000;
const MEASURED_FD = 3;

/** A process that stands for a container of Lambda. */
export interface Container {
  /** The Node to run it on. */
  readonly node: string;
  /** The bundle to measure. */
  readonly entry: string;
  readonly env: Record<string, string>;
}

export interface Posts {
  /** Events of API Gateway. */
  readonly events: readonly object[];
  /** How many events to post, beginning anew after the last one. Default: each once. */
  readonly posts?: number;
  /** How many of the posts do not count. Default: 0. */
  readonly warmUp?: number;
  /** Ends the run if the circuit breaker has not opened after this many posts. Default: it is not observed. */
  readonly patience?: number;
}

export interface Answer {
  readonly statusCode: number;
  readonly body: string;
  readonly ms: number;
  /** Whether the container's circuit breaker had opened before. */
  readonly breakerOpen: boolean;
}

/** What a container took. */
export interface ContainerRun {
  /** Until the module is loaded. */
  readonly loadMs: number;
  /** Without those of the warm-up. */
  readonly answers: readonly Answer[];
  /** CPU time of the process, all its threads together: from the load, or from the end of the warm-up. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/**
 * Posts events to a new container, one after the other. The log is what the function wrote to it.
 *
 * @throws Error with what the process wrote to its standard error
 */
export async function runContainer(
  { node, entry, env }: Container,
  posts: Posts,
): Promise<ContainerRun & { readonly log: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const file = join(folder, 'posts.json');
    await writeFile(file, JSON.stringify(posts));
    const child = spawn(node, [SCRIPT, entry, file], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    const outputs = [1, 2, MEASURED_FD].map((fd) => text(child.stdio[fd] as Readable));
    const [code, signal] = await once(child, 'close');
    const [log = '', errors = '', measured = ''] = await Promise.all(outputs);
    if (code !== 0) throw new Error(`${entry} ended with ${signal ?? code}: ${errors.trim()}`);
    return { ...JSON.parse(measured), log };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The same, for events that must be recorded.
 *
 * @throws Error if one is not answered with 200
 */
export async function recordIn(container: Container, posts: Posts): ReturnType<typeof runContainer> {
  const run = await runContainer(container, posts);
  const other = run.answers.find(({ statusCode }) => statusCode !== 200);
  if (other !== undefined) throw new Error(`${container.entry} answered ${other.statusCode}: ${other.body}`);
  return run;
}
