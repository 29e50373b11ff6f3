import { randomUUID } from 'node:crypto';
import { receiptEvent } from './events.ts';
import { type Endpoints, functionEnvironment } from './function-environment.ts';
import { runChild } from './run-child.ts';

/** One round of a warm container. */
export interface WarmRound {
  /** CPU time of the process for each receipt, all its threads together. */
  readonly cpuMs: number;
  /** Duration of each receipt. */
  readonly latenciesMs: readonly number[];
}

interface WarmOptions {
  readonly node: string;
  readonly endpoints: Endpoints;
  readonly rounds: number;
  /** Receipts of a round, after half as many that do not count. */
  readonly receipts: number;
}

const DISTINCT_MESSAGES = 500;

/** Events of different messages. */
export function differentEvents(count: number) {
  const sent = { state: 'sent', timestamp: '2026-01-01T00:00:01.06Z' };
  return Array.from({ length: count }, () => receiptEvent(randomUUID(), sent));
}

/** Measures rounds of each entry, each in a new process. The entries take turns. */
export async function measureWarm<Name extends string>(
  entries: Readonly<Record<Name, string>>,
  { node, endpoints, rounds, receipts }: WarmOptions,
): Promise<Record<Name, WarmRound[]>> {
  const names = Object.keys(entries) as Name[];
  const warm = Object.fromEntries(names.map((name) => [name, [] as WarmRound[]])) as Record<Name, WarmRound[]>;
  const [input, env] = [differentEvents(DISTINCT_MESSAGES), functionEnvironment(endpoints)];
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const child = { node, script: 'warm.mjs', entry: entries[name], input, args: [receipts], env };
      warm[name].push((await runChild<WarmRound>(child)).measured);
    }
  }
  return warm;
}
