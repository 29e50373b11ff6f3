import { numberText, percentText } from '../../lookup/numbers.ts';
import { changeText, costText, rateOfText, rateText, timeText, valueText } from '../../lookup/report/figure-words.ts';
import type { ComparedReport } from '../../report/compare.ts';
import type { Dimension } from '../../report/dimensions.ts';
import type { Figures, Report } from '../../report/report.ts';
import { barOf, pluralize, printable } from '../../toolbox/text.ts';
import type { UnreadableRows } from '../report/log-source.ts';
import type { Overdue } from '../report/overdue.ts';
import { styled } from '../terminal/output.ts';
import { formatTable } from '../terminal/table.ts';

const BAR_WIDTH = 12;

export function unreadableRowsText({ count, first }: UnreadableRows): string {
  const more = count > first.length ? '\n  …' : '';
  return `${pluralize(count, 'row')} of the log could not be read, so ${count === 1 ? 'it is' : 'they are'} not in the report:\n${first.map((row) => `  ${row}`).join('\n')}${more}`;
}

export function overdueText({ rows, except }: Overdue): string {
  const note = except.length === 0 ? '' : `\n\n  Without ${except.join(', ')}, which never confirm.`;
  if (rows.length === 0) return `No message is overdue.${note}`;
  const shown = rows.map(({ country, source, open, messages }) => [
    country,
    source ?? '(none)',
    numberText(open),
    percentText(open, messages),
    barOf(open / messages, BAR_WIDTH),
  ]);
  return `${formatTable(['country', 'source', 'open', 'of all', ''], printable(shown))}${note}`;
}

/** A table with bars, and the total. */
export function reportText(report: Report | ComparedReport, period: string): string {
  const { query, rows, total } = report;
  const before = 'before' in report ? report.before.total : undefined;
  const names = query.by.map((dimension) => HEADINGS[dimension]);
  const most = Math.max(...rows.map(({ messages }) => messages));
  const shown: readonly (readonly string[])[] = [
    ...rows.map((row) => [
      ...query.by.map((dimension) => valueText(dimension, row)),
      ...figureCells(row, 'before' in row ? (row.before as Figures) : undefined, row.messages / most),
    ]),
    [...query.by.map((_, at) => (at === 0 ? 'total' : '')), ...figureCells(total, before, undefined)],
  ];
  const [header = [], ...lines] = alignRight(
    [[...names, ...figureHeadings(before)], ...printable(shown)],
    names.length,
  );
  return `${styled('bold', period)}\n\n${formatTable(header, lines)}`;
}

const HEADINGS: Readonly<Record<Dimension, string>> = {
  day: 'day',
  month: 'month',
  country: 'country',
  operator: 'operator',
  'sub-account': 'sub-account',
  source: 'source',
  state: 'state',
  error: 'error',
  batch: 'batch',
};

/** The columns of the figures, the most important first. */
function figureHeadings(before: Figures | undefined): string[] {
  const change = before ? ['change', 'before'] : [];
  return ['messages', '', 'delivered', '', ...change, 'failed', 'open', 'median', '95 % within', 'segments', 'cost'];
}

/** Bars stay left. */
const BARS = new Set([1, 3]);

function figureCells(row: Figures, before: Figures | undefined, share: number | undefined): string[] {
  const { messages, failed, open, deliveryRate, medianDeliveryMs, p95DeliveryMs, segments } = row;
  return [
    numberText(messages),
    share === undefined ? '' : barOf(share, BAR_WIDTH),
    rateText(row),
    share === undefined || deliveryRate === null ? '' : barOf(deliveryRate, BAR_WIDTH),
    ...(before ? [changeText(row, before), rateOfText(before)] : []),
    numberText(failed),
    numberText(open),
    timeText(medianDeliveryMs),
    timeText(p95DeliveryMs),
    numberText(segments),
    costText(row),
  ];
}

/** Pads the figures, which follow the values, from the left. */
function alignRight(table: readonly (readonly string[])[], values: number): string[][] {
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0))) ?? [];
  return table.map((row) =>
    row.map((cell, at) => (at < values || BARS.has(at - values) ? cell : cell.padStart(widths[at] ?? 0))),
  );
}
