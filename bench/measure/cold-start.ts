import { sampleEvent } from './events.ts';
import { type Endpoints, functionEnvironment } from './function-environment.ts';
import { runChild } from './run-child.ts';

/** One start of a container. */
export interface ColdStart {
  readonly statusCode: number;
  readonly body: string;
  /** Until the module is loaded. */
  readonly loadMs: number;
  /** Until the first receipt is answered, including the load. */
  readonly answerMs: number;
  /** CPU time of the process until then. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

export interface ColdStartOptions {
  readonly node: string;
  readonly endpoints: Endpoints;
  /** Starts of each entry. */
  readonly samples: number;
}

/**
 * Starts each entry in a new process, in rounds, so that the load of the machine affects all entries equally. The first round
 * reads the files from the disk and does not count.
 *
 * @throws Error if a receipt is not answered with 200
 */
export async function measureColdStarts<Name extends string>(
  entries: Readonly<Record<Name, string>>,
  { node, endpoints, samples }: ColdStartOptions,
): Promise<Record<Name, ColdStart[]>> {
  const [input, env] = [sampleEvent(), functionEnvironment(endpoints)];
  const names = Object.keys(entries) as Name[];
  const starts = Object.fromEntries(names.map((name) => [name, [] as ColdStart[]])) as Record<Name, ColdStart[]>;
  for (let turn = 0; turn <= samples; turn += 1) {
    for (const name of names) {
      const child = { node, script: 'cold-start.cjs', entry: entries[name], input, env };
      const { measured } = await runChild<ColdStart>(child);
      if (measured.statusCode !== 200) throw new Error(`${name} answered ${measured.statusCode}: ${measured.body}`);
      if (turn > 0) starts[name].push(measured);
    }
  }
  return starts;
}
