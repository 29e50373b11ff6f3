import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { receiptEvent, sampleEvent } from './events.ts';
import { type Endpoints, functionEnvironment } from './function-environment.ts';
import { runChild } from './run-child.ts';

/** One round of a warm container. */
export interface WarmRound {
  /** CPU time of the process for each receipt, all of its threads together. */
  readonly cpuMs: number;
  /** How long each receipt took. */
  readonly latenciesMs: readonly number[];
}

/** Memory in use after a full garbage collection, when so many receipts were handled. */
export interface MemoryPoint {
  readonly receipts: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
}

interface Where {
  readonly node: string;
  readonly endpoints: Endpoints;
}

const DISTINCT_MESSAGES = 500;

/** Rounds of each entry in a process of its own, all in turn, as {@link measureColdStarts} does. */
export async function measureWarm<Name extends string>(
  entries: Readonly<Record<Name, string>>,
  { node, endpoints, rounds, receipts }: Where & { readonly rounds: number; readonly receipts: number },
): Promise<Record<Name, WarmRound[]>> {
  const names = Object.keys(entries) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as WarmRound[]])) as Record<Name, WarmRound[]>;
  const sent = { state: 'sent', timestamp: '2026-01-01T00:00:01.06Z' };
  const events = Array.from({ length: DISTINCT_MESSAGES }, () => receiptEvent(randomUUID(), sent, true));
  await withFile(events, async (file) => {
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) {
        const args = [entries[name], file, String(receipts)];
        measured[name].push(
          await runChild<WarmRound>({ node, script: 'warm.mjs', args, env: functionEnvironment(endpoints) }),
        );
      }
    }
  });
  return measured;
}

/** Memory of one long-lived container, at evenly spaced points. */
export async function measureMemory(
  entry: string,
  { node, endpoints, receipts, points }: Where & { readonly receipts: number; readonly points: number },
): Promise<MemoryPoint[]> {
  return withFile(sampleEvent(), (file) =>
    runChild<MemoryPoint[]>({
      node,
      nodeOptions: ['--expose-gc'],
      script: 'memory.mjs',
      args: [entry, file, String(receipts), String(points)],
      env: functionEnvironment(endpoints),
    }),
  );
}

async function withFile<T>(content: unknown, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'warm-'));
  try {
    const file = join(folder, 'content.json');
    await writeFile(file, JSON.stringify(content));
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
