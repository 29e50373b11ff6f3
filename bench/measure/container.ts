import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
  /** Ends the run if the circuit breaker has not opened after this many events. Default: it is not observed. */
  readonly patience?: number;
}

export interface Answer {
  readonly statusCode: number;
  readonly body: string;
  readonly ms: number;
  /** Whether the container's circuit breaker had opened before. */
  readonly breakerOpen: boolean;
}

/** What a container took for some posts. */
export interface ContainerRun {
  /** Until the module was loaded, before the first post. */
  readonly loadMs: number;
  readonly answers: readonly Answer[];
  /** CPU time of the process, all its threads together; with that of the load for the first posts. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

interface RunningContainer {
  /**
   * Posts events, one after the other.
   *
   * @throws Error with what the process wrote to its standard error
   */
  readonly post: (posts: Posts) => Promise<ContainerRun>;
  /** Ends it. Returns what the function wrote to its log. */
  readonly end: () => Promise<string>;
}

/** Starts a container. It uses no CPU between the calls of `post`. */
export function startContainer({ node, entry, env }: Container): RunningContainer {
  const child = spawn(node, [SCRIPT, entry], {
    env,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  // It has ended, which `post` reports
  child.stdin.on('error', () => undefined);
  const [log, errors] = [text(child.stdout), text(child.stderr)];
  const measured = createInterface(child.stdio[MEASURED_FD] as Readable)[Symbol.asyncIterator]();
  return {
    post: async (posts) => {
      child.stdin.write(`${JSON.stringify(posts)}\n`);
      const { value } = await measured.next();
      if (value === undefined) throw new Error(`${entry} ended: ${(await errors).trim()}`);
      return JSON.parse(value);
    },
    end: () => {
      child.stdin.end();
      return log;
    },
  };
}

/** Posts events to a new container. */
export async function runContainer(
  container: Container,
  posts: Posts,
): Promise<ContainerRun & { readonly log: string }> {
  const { post, end } = startContainer(container);
  const run = await post(posts).finally(end);
  return { ...run, log: await end() };
}

/**
 * The same, for events that must be recorded.
 *
 * @throws Error if one is not answered with 200
 */
export async function recordIn(container: Container, posts: Posts): ReturnType<typeof runContainer> {
  const run = await runContainer(container, posts);
  mustBeRecorded(run, container.entry);
  return run;
}

/** @throws Error if an event was not answered with 200 */
export function mustBeRecorded({ answers }: ContainerRun, entry: string): void {
  const other = answers.find(({ statusCode }) => statusCode !== 200);
  if (other !== undefined) throw new Error(`${entry} answered ${other.statusCode}: ${other.body}`);
}
