import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { costText } from '../../../cli/text/cost.ts';
import { costChart, costTables } from '../../../cost/cost-page.ts';
import type { SettingTexts } from '../../../cost/monitoring.ts';
import { monthlyBill } from '../../../cost/monthly-bill.ts';
import { pageViewCost } from '../../../cost/page-cost.ts';

const docs = (file: string) => readFileSync(join(import.meta.dirname, '../../../docs', file), 'utf8');
const partOf = (settings: SettingTexts, part: string, messages = 1_000_000) =>
  monthlyBill(settings, messages).lines.find((line) => line.part === part)?.dollars;

describe('the monthly bill', () => {
  test.each<[string, SettingTexts, number]>([
    // One secret at $0.40, 648,000 polls at $0.40 a million
    ['fixed', {}, 0.4 + 0.648 * 0.4],
    // 23 watched metrics at $0.10
    ['alarms', {}, 2.3],
    ['alarms', { silenceAlarmMinutes: '60', allowedSources: '8x8:eu' }, 2.5],
    ['dashboard', {}, 3],
    ['key', { kmsKeyArn: 'arn' }, 1],
    // 3 million events and executions of 20 ms with 0.5 GB, and 341 bytes of log
    ['events', { events: 'new' }, 3 + 0.6 + 3e6 * 0.02 * 0.5 * 0.0000133334 + 0.341 * 0.53],
    // A secret, polls, and four reads of half a unit at $0.125 a million
    ['reconciling', { reconcileSubAccounts: 'A' }, 0.4 + 0.648 * 0.4 + 4 * 0.5 * 0.125],
    // 13 reads: of 72 and 6 hours, every 6 hours
    ['reconciling', { reconcileSubAccounts: 'A', reconcileSchedule: 'rate(6 hours)' }, 0.4 + 0.648 * 0.4 + 13 * 0.0625],
    // The secret; its two alarms watch a metric each
    ['page', { pageIssuer: 'https://login.example.com' }, 0.4],
    ['alarms', { pageIssuer: 'https://login.example.com' }, 2.5],
    // 8,640 runs: a schedule and a request at $1, two executions at $0.20, a secret at $5, 4 units at $0.625 a million
    ['probe', { probeMinutes: '5' }, 0.00864 * (1 + 1 + 0.4 + 5 + 2.5)],
    // 1,082 bytes with backups and 661 without, for 1 month
    ['storage', { retentionDays: '30' }, 1.743 * 0.25 + 1.082 * 0.2],
  ])('%s with %j', (part, settings, dollars) => {
    expect(partOf(settings, part)).toBeCloseTo(dollars, 6);
  });

  test.each([
    ['alarms', { alarms: 'off' }, 0],
    ['dashboard', { dashboard: 'off' }, undefined],
    ['events', { events: 'off' }, undefined],
    ['key', { kmsKeyArn: 'none' }, undefined],
    ['reconciling', { reconcileSubAccounts: 'none' }, undefined],
    ['page', { pageIssuer: 'none' }, undefined],
  ])('has no %s with %j', (part, settings: SettingTexts, dollars) => {
    expect(partOf(settings, part)).toBe(dollars);
  });

  test('is the sum of its lines, and grows by the messages alone', () => {
    const [none, one, two] = [0, 1_000_000, 2_000_000].map((messages) => monthlyBill({ events: 'new' }, messages));
    expect(one?.total).toBeCloseTo(one?.lines.reduce((sum, { dollars }) => sum + dollars, 0) ?? 0);
    expect((two?.total ?? 0) - (one?.total ?? 0)).toBeCloseTo(
      (one?.total ?? 0) - (none?.total ?? 0) - (partOf({}, 'metrics') ?? 0),
    );
  });

  test('is printed with its sum and what it assumes', () => {
    const text = costText(monthlyBill({}, 1234), 'the default settings');
    expect(text).toMatch(/^1,234 messages a month with the default settings, in dollars:\n/);
    expect(text).toMatch(new RegExp(`^ +total +${monthlyBill({}, 1234).total.toFixed(2)}$`, 'm'));
    expect(text).toContain('Assumed: list prices of us-east-1 on 20');
  });
});

test('a look-up on the page costs its requests, reads and lines, and the first page 13 metrics, too', () => {
  const { lookUp, firstPage } = pageViewCost();
  // 3 requests at $1.20 a million, each 200 ms with 0.5 GB; 50 units at $0.125 a million; 1.5 KB at $0.50 a GB
  expect(lookUp).toBeCloseTo(3 * 1.2e-6 + 0.6 * 0.5 * 0.0000133334 + 50 * 0.125e-6 + 1.5e-6 * 0.5, 9);
  expect(firstPage - lookUp).toBeCloseTo(13 * 0.00001, 9);
});

test('the page and its picture are those of the model (npm run cost)', () => {
  expect(docs('cost.md')).toContain(`<!-- bills: begin -->\n\n${costTables()}\n\n<!-- bills: end -->`);
  expect(docs('cost.svg')).toBe(costChart());
});
