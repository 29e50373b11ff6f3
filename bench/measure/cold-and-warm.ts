import { type Container, type ContainerRun, recordIn } from './container.ts';
import { sampleEvent, sentEvent } from './events.ts';

type Entries<Name extends string> = Readonly<Record<Name, string>>;
type Surroundings = Omit<Container, 'entry'>;

const DISTINCT_MESSAGES = 500;

/** Starts each entry so many times. The first round reads the files from the disk and does not count. */
export async function measureColdStarts<Name extends string>(
  entries: Entries<Name>,
  surroundings: Surroundings,
  starts: number,
): Promise<Record<Name, ContainerRun[]>> {
  const start = (entry: string) => recordIn({ ...surroundings, entry }, { events: [sampleEvent()] });
  await inTurns(entries, 1, start);
  return inTurns(entries, starts, start);
}

/** Time until the first receipt is answered, including the load. */
export function firstAnswerMs({ loadMs, answers }: ContainerRun): number {
  return loadMs + (answers[0]?.ms ?? Number.NaN);
}

/** Measures rounds of so many receipts, after half as many that do not count. */
export async function measureWarm<Name extends string>(
  entries: Entries<Name>,
  surroundings: Surroundings,
  { rounds, receipts }: { readonly rounds: number; readonly receipts: number },
): Promise<Record<Name, ContainerRun[]>> {
  const warmUp = receipts / 2;
  const posts = { events: Array.from({ length: DISTINCT_MESSAGES }, sentEvent), posts: warmUp + receipts, warmUp };
  return inTurns(entries, rounds, (entry) => recordIn({ ...surroundings, entry }, posts));
}

/** CPU time of a receipt. */
export function receiptCpuMs({ cpuMs, answers }: ContainerRun): number {
  return cpuMs / answers.length;
}

/** Runs each entry in new processes, in rounds, so that the load of the machine affects all entries equally. */
async function inTurns<Name extends string>(
  entries: Entries<Name>,
  rounds: number,
  run: (entry: string) => Promise<ContainerRun>,
): Promise<Record<Name, ContainerRun[]>> {
  const names = Object.keys(entries) as Name[];
  const runs = Object.fromEntries(names.map((name) => [name, [] as ContainerRun[]])) as Record<Name, ContainerRun[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) runs[name].push(await run(entries[name]));
  }
  return runs;
}
