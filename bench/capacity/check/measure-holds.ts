import { setTimeout } from 'node:timers/promises';
import { sampleEvent } from '../../measure/events.ts';
import { quantile } from '../../measure/statistics.ts';
import { type Duration, SERVICE_TIMES, type ServiceTimes } from '../service-times.ts';
import type { ContainerProcess, FakeAws } from './processes.ts';

const RECEIPTS = 100;
/** After more consecutive hangs than this, there is no breaker. */
const MAX_HANGS = 5;
/** A receipt that takes longer was a probe, or the breaker was closed. */
const SLOW_MS = 80;
const PROBES_FOR_MS = 50_000;

/** Measures how long receipts hold a container, with the built function in one process. */
export async function measureHolds(container: ContainerProcess, aws: FakeAws): Promise<ServiceTimes> {
  const hold = async (): Promise<number> => {
    const { requestContext, ...event } = sampleEvent();
    const begin = performance.now();
    await container.invoke({ ...event, requestContext: { ...requestContext, timeEpoch: Date.now() } });
    return performance.now() - begin;
  };
  const holds = async (count: number): Promise<Duration> => {
    // The first one opens connections, or loads the client of the queue
    await hold();
    const values: number[] = [];
    while (values.length < count) values.push(await hold());
    return durationOf(values);
  };
  const recorded = await holds(RECEIPTS);
  await aws.set({ writeUnits: 0, hangs: false });
  const throttled = await holds(RECEIPTS);
  await aws.set({ writeUnits: 0, hangs: true });
  const hangs: number[] = [];
  let last = await hold();
  while (last > SLOW_MS && hangs.length < MAX_HANGS) {
    hangs.push(last);
    last = await hold();
  }
  const hasBreaker = hangs.length < MAX_HANGS;
  const probes = hasBreaker ? await probesOf(hold) : undefined;
  await aws.set({ writeUnits: Number.POSITIVE_INFINITY, hangs: false });
  return {
    ...SERVICE_TIMES,
    coldStart: { median: 1, p90: 1 },
    recorded,
    throttled,
    hanging: durationOf(hangs),
    breakerOpen: probes?.breakerOpen ?? recorded,
    hangsToOpen: hasBreaker ? hangs.length : Number.POSITIVE_INFINITY,
    probe: probes?.probe ?? durationOf(hangs),
    probeAfterMs: probes?.probeAfterMs ?? 0,
    refused: { median: 1, p90: 2 },
  };
}

/** Posts until it has seen some probes: receipts that take long although the breaker is open. */
async function probesOf(hold: () => Promise<number>) {
  const begin = performance.now();
  const slow: { readonly at: number; readonly ms: number }[] = [];
  const fast: number[] = [];
  while (performance.now() - begin < PROBES_FOR_MS && slow.length < 4) {
    const at = performance.now();
    const ms = await hold();
    if (ms > SLOW_MS) slow.push({ at, ms });
    else fast.push(ms);
    await setTimeout(20);
  }
  const pauses = slow.slice(1).map(({ at }, index) => at - (slow[index]?.at ?? 0) - (slow[index]?.ms ?? 0));
  return {
    breakerOpen: durationOf(fast),
    probe: slow.length > 0 ? durationOf(slow.map(({ ms }) => ms)) : durationOf(fast),
    probeAfterMs: pauses.length > 0 ? quantile(pauses, 0.5) : PROBES_FOR_MS,
  };
}

function durationOf(values: readonly number[]): Duration {
  return { median: quantile(values, 0.5), p90: quantile(values, 0.9) };
}
