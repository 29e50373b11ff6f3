import { formatColumns } from '../terminal/columns.ts';
import { printable } from '../terminal/output.ts';
import type { MessageItem } from './item.ts';
import { errorText, timelineOf } from './timeline.ts';

const LONGEST_CELL = 40;

/** Messages in a line each; one alone with its whole life. */
export function foundText(items: readonly MessageItem[]): string {
  const [only, second] = items;
  if (only !== undefined && second === undefined) return timelineOf(only);
  const rows = items.map((item) => [
    item.umid,
    item.statusTimestamp ?? '',
    printable(item.destination),
    printable(item.clientMessageId, LONGEST_CELL),
    [printable(item.state), printable(item.detail), errorText(item)].filter((part) => part !== '').join(', '),
  ]);
  return formatColumns([['umid', 'last status', 'to', 'client message id', 'state'], ...rows]);
}
