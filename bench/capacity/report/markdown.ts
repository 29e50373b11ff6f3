import { table } from '../../report/table.ts';
import { AFTER_SECONDS } from '../delays.ts';
import type { Result } from '../scenario.ts';
import type { Row, VariantName } from '../scenarios.ts';
import { DEFAULTS, RAISED } from '../settings.ts';
import { count, drained, duration, share } from './text.ts';

const LOST: readonly (readonly [VariantName, string])[] = [
  ['healthy', 'DynamoDB healthy'],
  ['throttled', 'DynamoDB throttles every write'],
  ['hanging', 'DynamoDB hangs'],
  ['raised', 'raised quotas'],
];

const LIMITS_MET = 'limits met, in order, and how often';

/** The scenarios as Markdown. */
export function markdownOf(rows: readonly Row[]): string {
  return [
    'Receipts lost:',
    table(
      ['load', ...LOST.map(([, title]) => title)],
      rows.map(({ name, results }) => [name, ...LOST.map(([variant]) => lost(results[variant]))]),
    ),
    "In the table, by the time from the vendor's first post of a receipt, while DynamoDB is healthy:",
    table(
      ['load', ...AFTER_SECONDS.map((seconds) => `${seconds} s`), 'median', '99 %', 'all'],
      rows.flatMap(({ name, results: { healthy, raised } }) => [
        delays(name, healthy),
        delays(`${name}, raised quotas`, raised),
      ]),
    ),
    'What happens to them with default settings and quotas, while DynamoDB is healthy:',
    table(
      ['load', 'recorded', 'queued', 'posted again', 'queue empty after', LIMITS_MET, 'the same with raised quotas'],
      rows.map(({ name, results: { healthy, raised } }) => [
        name,
        ...(healthy
          ? [count(healthy.recorded), count(healthy.queued), count(healthy.retried), drained(healthy)]
          : ['', '', '', '']),
        limitsMet(healthy),
        limitsMet(raised),
      ]),
    ),
    `Default: ${settingsOf(DEFAULTS)}. Raised: ${settingsOf(RAISED)}.`,
  ].join('\n\n');
}

function lost(result: Result | undefined): string {
  return result ? share(result.lost, result.receipts) : '';
}

function delays(name: string, result: Result | undefined): string[] {
  if (!result) return [name];
  const { inTable, medianMs, p99Ms, maxMs } = result.delays;
  return [
    name,
    ...inTable.map(({ receipts }) => share(receipts, result.receipts)),
    ...[medianMs, p99Ms, maxMs].map((ms) => (Number.isFinite(ms) ? duration(ms / 1000) : 'lost')),
  ];
}

function limitsMet(result: Result | undefined): string {
  const limits = result?.limits.map(({ limit, count: times }) => `${limit} ${count(times)}`);
  return limits && limits.length > 0 ? limits.join('; ') : 'none';
}

function settingsOf(settings: object): string {
  return Object.entries(settings)
    .filter(([, value]) => value !== Number.POSITIVE_INFINITY)
    .map(([name, value]) => `\`${name}\` ${typeof value === 'number' ? count(value) : (value as string[]).join(', ')}`)
    .join(', ');
}
