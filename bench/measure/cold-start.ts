import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleEvent } from './events.ts';
import { type Endpoints, functionEnvironment } from './function-environment.ts';
import { runChild } from './run-child.ts';

/** One start of a container. */
export interface ColdStart {
  readonly statusCode: number;
  readonly body: string;
  /** Until the module is loaded. */
  readonly loadMs: number;
  /** Until the first receipt is answered, the loading included. */
  readonly answerMs: number;
  /** CPU time of the process until then. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

export interface ColdStartOptions {
  readonly node: string;
  readonly endpoints: Endpoints;
  /** Starts of each. */
  readonly samples: number;
}

/**
 * Starts each entry in a process of its own, all in turn, again and again, so that whatever else the machine does
 * hits all of them alike. The first turn, which reads the files from the disk, does not count.
 *
 * @throws Error where a receipt is not answered with 200
 */
export async function measureColdStarts<Name extends string>(
  entries: Readonly<Record<Name, string>>,
  { node, endpoints, samples }: ColdStartOptions,
): Promise<Record<Name, ColdStart[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'cold-start-'));
  const eventFile = join(folder, 'event.json');
  await writeFile(eventFile, JSON.stringify(sampleEvent()));
  const names = Object.keys(entries) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as ColdStart[]])) as Record<Name, ColdStart[]>;
  try {
    for (let turn = 0; turn <= samples; turn += 1) {
      for (const name of names) {
        const start = await runChild<ColdStart>({
          node,
          script: 'cold-start.cjs',
          args: [entries[name], eventFile],
          env: functionEnvironment(endpoints),
        });
        if (start.statusCode !== 200) throw new Error(`${name} answered ${start.statusCode}: ${start.body}`);
        if (turn > 0) measured[name].push(start);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return measured;
}
