import { type Container, type ContainerRun, mustBeRecorded, recordIn, startContainer } from './container.ts';
import { sampleEvent, sentEvent } from './events.ts';

type Entries<Name extends string> = Readonly<Record<Name, string>>;

/** All of a container but its bundle. */
export type Surroundings = Omit<Container, 'entry'>;

/** Starts each entry so many times. The first round reads the files from the disk and does not count. */
export async function measureColdStarts<Name extends string>(
  entries: Entries<Name>,
  surroundings: Surroundings,
  starts: number,
): Promise<Record<Name, ContainerRun[]>> {
  const names = Object.keys(entries) as Name[];
  const start = (name: Name) => recordIn({ ...surroundings, entry: entries[name] }, { events: [sampleEvent()] });
  await inTurns(names, 1, start);
  return inTurns(names, starts, start);
}

/** Time until the first receipt is answered, including the load. */
export function firstAnswerMs({ loadMs, answers }: ContainerRun): number {
  return loadMs + (answers[0]?.ms ?? Number.NaN);
}

/** Posts so many receipts to a container of each entry, in so many turns, after as many as V8 needs to optimize the code. */
export async function measureWarm<Name extends string>(
  entries: Entries<Name>,
  surroundings: Surroundings,
  { turns, warmUpTurns, receipts }: { readonly turns: number; readonly warmUpTurns: number; readonly receipts: number },
): Promise<Record<Name, ContainerRun[]>> {
  const names = Object.keys(entries) as Name[];
  const start = (name: Name) => startContainer({ ...surroundings, entry: entries[name] });
  const containers = Object.fromEntries(names.map((name) => [name, start(name)])) as Record<
    Name,
    ReturnType<typeof start>
  >;
  const post = async (name: Name) => {
    const run = await containers[name].post({ events: Array.from({ length: receipts }, sentEvent) });
    mustBeRecorded(run, entries[name]);
    return run;
  };
  try {
    await inTurns(names, warmUpTurns, post);
    return await inTurns(names, turns, post);
  } finally {
    await Promise.all(names.map((name) => containers[name].end()));
  }
}

/** CPU time of a receipt. */
export function receiptCpuMs({ cpuMs, answers }: ContainerRun): number {
  return cpuMs / answers.length;
}

/** Measures all entries in each round, so that the load of the machine affects them equally. */
async function inTurns<Name extends string>(
  names: readonly Name[],
  rounds: number,
  measure: (name: Name) => Promise<ContainerRun>,
): Promise<Record<Name, ContainerRun[]>> {
  const runs = Object.fromEntries(names.map((name) => [name, [] as ContainerRun[]])) as Record<Name, ContainerRun[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) runs[name].push(await measure(name));
  }
  return runs;
}
