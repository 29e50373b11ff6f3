import { table } from '../report/table.ts';
import { count, duration, share } from './report/text.ts';
import type { Result, Scenario } from './scenario.ts';
import { burst } from './scenarios.ts';
import { type CapacitySettings, DEFAULTS } from './settings.ts';
import { simulate } from './simulate.ts';

type Alternative = Pick<Scenario, 'redrive' | 'batchIndex'> & { readonly settings?: Partial<CapacitySettings> };

/** The redrive before it paused bodies itself. */
export const FIXED_PAUSE = { settings: { redriveConcurrency: 10 }, redrive: { fixedPause: true, retries: 4 } };

/** Other designs of the redrive and of `byBatchId`, each with one change. */
const ALTERNATIVES: Readonly<Record<string, Alternative>> = {
  now: {},
  'a fixed pause of 3 minutes, 4 retries, 10 executions': FIXED_PAUSE,
  '4 retries within an execution': { redrive: { retries: 4 } },
  '10 executions': { settings: { redriveConcurrency: 10 } },
  '40 executions': { settings: { redriveConcurrency: 40 } },
  'one write for the bodies of a message in a batch': { redrive: { merges: true } },
  'the writes of a batch id one after the other': { redrive: { paces: true } },
  '`byBatchId` with a key in 4 shards': { batchIndex: { shards: 4 } },
  '`byBatchId` with a key in 8 shards': { batchIndex: { shards: 8 } },
  '`byBatchId` with keys only': { batchIndex: { keysOnly: true } },
};
const LOADS = { '30,000 in 5 s': burst(30_000, 5), '100,000 in 10 s': burst(100_000, 10) };

/** Compares the designs, as Markdown. */
export function compareAlternatives(onProgress: (name: string) => void): string {
  const rows = Object.entries(ALTERNATIVES).map(([name, { settings, ...design }]) => {
    onProgress(name);
    const results = Object.values(LOADS).map((load) =>
      simulate({ load, settings: { ...DEFAULTS, ...settings }, ...design }),
    );
    return [name, ...results.flatMap(cellsOf)];
  });
  const header = Object.keys(LOADS).flatMap((load) => [
    `${load}: recorded at once`,
    '99 %, all in the table',
    'executions',
  ]);
  return table(['design', ...header], rows);
}

function cellsOf({ recorded, receipts, delays, queue }: Result): string[] {
  return [
    share(recorded, receipts),
    [delays.p99Ms, delays.maxMs].map((ms) => duration(ms / 1000)).join(', '),
    count(queue.executions),
  ];
}
