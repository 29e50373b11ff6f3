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

const [WIDTH, HEIGHT] = [760, 300];
const PLOT = { left: 70, right: 600, top: 20, bottom: 250 };
/** Powers of ten on the axes. */
const [FROM, TO] = [3, 8];
const [CENTS, THOUSANDS] = [-1, 4];
const LINES: readonly (readonly [name: string, color: string, sum: (messages: number) => number])[] = [
  ['with events', '#b5442e', (messages) => monthlyBill({ events: 'new' }, messages).total],
  ['default settings', '#3257c9', (messages) => monthlyBill({}, messages).total],
  [
    'no alarms, dashboard, metrics',
    '#6b7280',
    (messages) => {
      const { lines } = monthlyBill({ alarms: 'off', dashboard: 'off' }, messages);
      return lines.filter(({ part }) => part !== 'metrics').reduce((sum, line) => sum + line.dollars, 0);
    },
  ],
];

/** The bill by the messages of a month, both on logarithmic axes, as SVG. */
export function costChart(): string {
  const x = (exponent: number) => PLOT.left + ((exponent - FROM) / (TO - FROM)) * (PLOT.right - PLOT.left);
  const y = (exponent: number) => PLOT.bottom - ((exponent - CENTS) / (THOUSANDS - CENTS)) * (PLOT.bottom - PLOT.top);
  const text = (at: readonly [number, number], anchor: string, color: string, words: string) =>
    `<text x="${at[0]}" y="${at[1]}" text-anchor="${anchor}" fill="${color}">${words}</text>`;
  const steps = (from: number, to: number, step = 1) =>
    Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);
  const rules = steps(CENTS, THOUSANDS).flatMap((exponent) => [
    `<path d="M${PLOT.left} ${y(exponent)}H${PLOT.right}" stroke="#dbdee4"/>`,
    text([PLOT.left - 8, y(exponent) + 4], 'end', '#54555a', `$${(10 ** exponent).toLocaleString('en')}`),
  ]);
  const months = steps(FROM, TO).map((exponent) =>
    text([x(exponent), PLOT.bottom + 20], 'middle', '#54555a', (10 ** exponent).toLocaleString('en')),
  );
  const lines = LINES.flatMap(([name, color, sum], index) => {
    const points = steps(FROM, TO, 0.25).map(
      (exponent) => `${x(exponent)} ${y(Math.log10(sum(10 ** exponent))).toFixed(1)}`,
    );
    // Apart from each other, though the lines end close together
    const label: [number, number] = [PLOT.right + 10, PLOT.top + 70 + index * 22];
    return [
      `<path d="M${points.join('L')}" fill="none" stroke="${color}" stroke-width="2"/>`,
      text(label, 'start', color, name),
    ];
  });
  const title = text([(PLOT.left + PLOT.right) / 2, HEIGHT - 8], 'middle', '#54555a', 'messages a month');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...rules,
    ...months,
    ...lines,
    title,
    '</svg>',
    '',
  ].join('\n');
}
