import type { Result, Scenario } from './scenario.ts';
import { DEFAULTS, RAISED } from './settings.ts';
import { simulate } from './simulate.ts';
import type { Load } from './station/vendor.ts';

export interface NamedLoad {
  readonly name: string;
  readonly load: Load;
  /** Lasts longer than the vendor's retries. Simulated at a smaller scale, with default and raised quotas only. */
  readonly sustained?: true;
}

/** The vendor takes batches of 10,000 messages, about 25,000 messages a second; each message has 1 to 4 receipts. */
export const LOADS: readonly NamedLoad[] = [
  { name: '10,000 receipts in 0.4 s', load: burst(10_000, 0.4, 1) },
  { name: '30,000 receipts in 1.2 s', load: burst(30_000, 1.2) },
  { name: '30,000 receipts in 5 s', load: burst(30_000, 5) },
  { name: '100,000 receipts in 10 s', load: burst(100_000, 10) },
  { name: '10,000 messages a second for 2 minutes', load: { rate: 30_000, seconds: 120 }, sustained: true },
  { name: '25,000 messages a second for 2 minutes', load: { rate: 75_000, seconds: 120 }, sustained: true },
];

/** The variants in which each load is simulated. */
export const VARIANTS = {
  healthy: { settings: DEFAULTS },
  throttled: { settings: DEFAULTS, dynamoDb: 'throttled' },
  hanging: { settings: DEFAULTS, dynamoDb: 'hanging' },
  raised: { settings: RAISED },
} as const satisfies Readonly<Record<string, Omit<Scenario, 'load'>>>;

/** A load, and its result in each variant; undefined if it is not simulated. */
export interface Row extends Pick<NamedLoad, 'name'> {
  readonly healthy: Result;
  readonly throttled?: Result;
  readonly hanging?: Result;
  readonly raised: Result;
}

const SUSTAINED_SCALE = 10;

export function runScenarios(loads: readonly NamedLoad[], onProgress?: (name: string) => void): Row[] {
  return loads.map(({ name, load, sustained }) => {
    onProgress?.(name);
    const run = (variant: keyof typeof VARIANTS) =>
      simulate({ load, ...VARIANTS[variant], scale: sustained ? SUSTAINED_SCALE : 1 });
    const outages = sustained ? {} : { throttled: run('throttled'), hanging: run('hanging') };
    return { name, healthy: run('healthy'), ...outages, raised: run('raised') };
  });
}

/** Receipts of one batch at an even rate. */
export function burst(receipts: number, seconds: number, receiptsPerMessage = 3): Load {
  return { rate: receipts / seconds, seconds, receiptsPerMessage };
}
