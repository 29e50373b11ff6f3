import { type Bill, billAssumptions } from '../../cost/monthly-bill.ts';
import { printable } from '../../toolbox/text.ts';
import { formatColumns } from '../terminal/table.ts';

/** A bill, with what it assumes. */
export function costText({ messages, lines, total }: Bill, source: string): string {
  const dollars = (sum: number) => sum.toFixed(2).padStart(10);
  return [
    `${messages.toLocaleString('en')} messages a month with ${printable(source)}, in dollars:`,
    formatColumns([
      ...lines.map(({ part, what, dollars: sum }) => [part, dollars(sum), what]),
      ['total', dollars(total), ''],
    ]),
    `Assumed: ${billAssumptions().join('; ')}.`,
  ].join('\n\n');
}
