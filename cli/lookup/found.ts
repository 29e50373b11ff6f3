import { inColumns } from '../../local/columns.ts';
import { printable } from '../terminal/output.ts';
import type { MessageItem } from './item.ts';
import { errorText } from './timeline.ts';

const LONGEST_CELL = 40;

/** Messages in a line each. */
export function tableOf(items: readonly MessageItem[]): string {
  const rows = items.map((item) => [
    item.umid,
    item.statusTimestamp ?? '',
    printable(item.destination),
    printable(item.clientMessageId, LONGEST_CELL),
    [printable(item.state), printable(item.detail), errorText(item)].filter((part) => part !== '').join(', '),
  ]);
  return inColumns([['umid', 'last status', 'to', 'client message id', 'state'], ...rows]);
}
