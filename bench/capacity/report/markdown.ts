import { table } from '../../report/table.ts';
import type { Result } from '../scenario.ts';
import type { Row, VariantName } from '../scenarios.ts';
import { DEFAULTS, RAISED } from '../settings.ts';
import { count, drained, share } from './text.ts';

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
