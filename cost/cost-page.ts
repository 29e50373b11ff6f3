import { fallbackCostOf } from './message-cost.ts';
import type { SettingTexts } from './monitoring.ts';
import { type Bill, billAssumptions, monthlyBill } from './monthly-bill.ts';
import { pageViewCost } from './page-cost.ts';
import { TYPICAL_USAGE } from './typical-usage.ts';

const MESSAGES = [0, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
/** Settings that add something, and their names on the page. */
const FEATURES: readonly (readonly [name: string, settings: SettingTexts])[] = [
  ['`events`', { events: 'new' }],
  ['`archive`', { archive: 'on' }],
  ['`reconcileSubAccounts`, one, daily', { reconcileSubAccounts: 'A' }],
  ['`kmsKeyArn`', { kmsKeyArn: 'key' }],
  ['`probeMinutes`, 5', { probeMinutes: '5' }],
  ['`pageIssuer`, while nobody looks', { pageIssuer: 'https://…' }],
  ['each further alarm that watches a metric', { silenceAlarmMinutes: '60' }],
  ['`alarms` off', { alarms: 'off' }],
  ['`dashboard` off', { dashboard: 'off' }],
];

const dollars = (sum: number) => sum.toFixed(2);

/** The bills of the default settings as a Markdown table, and what other settings add to it. */
export function costTables(): string {
  const bills = MESSAGES.map((messages) => monthlyBill({}, messages));
  const million = monthlyBill({}, 1_000_000);
  const { lookUp, firstPage } = pageViewCost();
  const lineOf = ({ lines }: Bill, part: string) => dollars(lines.find((line) => line.part === part)?.dollars ?? 0);
  return [
    table(
      ['messages a month', ...MESSAGES.map((count) => count.toLocaleString('en'))],
      [
        ...million.lines.map(({ part }) => [part, ...bills.map((bill) => lineOf(bill, part))]),
        ['**all**', ...bills.map(({ total }) => `**${dollars(total)}**`)],
      ],
    ),
    'What settings add to it, with a million messages:',
    table(
      ['setting', 'dollars a month'],
      FEATURES.map(([name, settings]) => [name, dollars(monthlyBill(settings, 1_000_000).total - million.total)]),
    ),
    `A million receipts that go through the fallback queue cost at most $${dollars(fallbackCostOf(TYPICAL_USAGE).total)} more: each is also sent, received and deleted, and recorded by a second execution.`,
    `A thousand look-ups on the page cost $${dollars(1000 * lookUp)}, a thousand views of its first page, with the charts, $${dollars(1000 * firstPage)}.`,
    `Assumed: ${billAssumptions().join('; ')}.`,
  ].join('\n\n');
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}
