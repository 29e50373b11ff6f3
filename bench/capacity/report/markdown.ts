import { table } from '../../report/table.ts';
import { AFTER_SECONDS } from '../delays.ts';
import type { Result } from '../scenario.ts';
import type { Row } from '../scenarios.ts';
import { DEFAULTS, RAISED } from '../settings.ts';
import { count, drained, duration, share } from './text.ts';

/** The scenarios as Markdown. */
export function markdownOf(rows: readonly Row[]): string {
  const load = ({ name }: { readonly name: string }) => name;
  const delays = rows.flatMap(({ name, healthy, raised }) => [
    { name, ...healthy },
    { name: `${name}, raised quotas`, ...raised },
  ]);
  const after = AFTER_SECONDS.map(
    (seconds, at) =>
      [
        `${seconds} s`,
        (result: Result) => share(result.delays.inTable[at]?.receipts ?? Number.NaN, result.receipts),
      ] as const,
  );
  return [
    'Receipts lost:',
    table(rows, {
      load,
      'DynamoDB healthy': ({ healthy }) => lost(healthy),
      'DynamoDB throttles every write': ({ throttled }) => lost(throttled),
      'DynamoDB hangs': ({ hanging }) => lost(hanging),
      'raised quotas': ({ raised }) => lost(raised),
    }),
    "In the table, by the time from the vendor's first post of a receipt, while DynamoDB is healthy:",
    table(delays, {
      load,
      ...Object.fromEntries(after),
      median: (result) => delay(result.delays.medianMs),
      '99 %': (result) => delay(result.delays.p99Ms),
      all: (result) => delay(result.delays.maxMs),
    }),
    'What happens to them with default settings and quotas, while DynamoDB is healthy:',
    table(rows, {
      load,
      recorded: ({ healthy }) => count(healthy.recorded),
      queued: ({ healthy }) => count(healthy.queued),
      'posted again': ({ healthy }) => count(healthy.retried),
      'queue empty after': ({ healthy }) => drained(healthy),
      'limits met, in order, and how often': ({ healthy }) => limitsMet(healthy),
      'the same with raised quotas': ({ raised }) => limitsMet(raised),
    }),
    `Default: ${settingsOf(DEFAULTS)}. Raised: ${settingsOf(RAISED)}.`,
  ].join('\n\n');
}

function lost(result: Result | undefined): string {
  return result ? share(result.lost, result.receipts) : '';
}

function delay(ms: number): string {
  return Number.isFinite(ms) ? duration(ms / 1000) : 'lost';
}

function limitsMet({ limits }: Result): string {
  return limits.map(({ limit, count: times }) => `${limit} ${count(times)}`).join('; ') || 'none';
}

function settingsOf(settings: object): string {
  return Object.entries(settings)
    .filter(([, value]) => value !== Number.POSITIVE_INFINITY)
    .map(([name, value]) => `\`${name}\` ${typeof value === 'number' ? count(value) : (value as string[]).join(', ')}`)
    .join(', ');
}
