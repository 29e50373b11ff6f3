import {
  COARSE_CLOCK_NOTE,
  errorText,
  gapsOf,
  messageRows,
  SUCCESS_STATES,
  statusText,
} from '../../lookup/message-words.ts';
import { durationText } from '../../lookup/numbers.ts';
import { type ReadableEntry, type ReadableItem, readableItem, type StoredItem } from '../../lookup/stored-item.ts';
import { printable, truncate } from '../../toolbox/text.ts';
import { styled } from '../terminal/output.ts';
import { formatColumns, formatTable } from '../terminal/table.ts';

const MAX_STATE_LENGTH = 24;

/** One message: its state, its names, and its statuses with the time between them. */
export function messageText(item: StoredItem): string {
  const shown = printable(readableItem(item));
  const rows = messageRows(shown);
  const times = rows.filter(([name]) => name === 'received' || name === 'kept until');
  return [
    `${styled('bold', shown.umid)}\n  ${stateText(shown)}`,
    formatColumns(rows.filter((row) => !times.includes(row))),
    historyText(shown.history),
    times.length === 0 ? '' : `  ${times.map((row) => row.join(' ')).join('; ')}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** One line per message, no wider than the terminal. A single message is shown in full. */
export function messagesText(items: readonly StoredItem[], isToOneNumber = false): string {
  const [only, second] = items;
  if (only !== undefined && second === undefined) return messageText(only);
  const rows = items
    .map((item) => printable(readableItem(item)))
    .map((item) => [
      truncate(item.state ?? '', MAX_STATE_LENGTH),
      item.umid,
      isToOneNumber ? '' : (item.destination ?? ''),
      // To the second, to leave room for other columns
      item.statusTimestamp?.replace(/\.\d+Z$/, 'Z') ?? '',
      item.detail ?? '',
      errorText(item),
      item.clientMessageId ?? '',
    ]);
  return formatTable(['state', 'umid', 'to', 'last status', 'detail', 'error', 'client message id'], rows);
}

/** The state with its detail and error, green for a success and red for a failure. */
function stateText(item: ReadableItem): string {
  const words = statusText(item);
  if (item.errorCode || (item.terminal && !SUCCESS_STATES.has(item.state ?? ''))) return styled('red', words);
  return item.terminal ? styled('green', words) : words;
}

/** A negative gap is not shown, because the history is ordered by state. */
function historyText(history: readonly ReadableEntry[]): string {
  const gaps = gapsOf(history);
  const rows = history.map((entry, at) => {
    const gap = gaps[at];
    return [entry.timestamp ?? '', gap !== undefined && gap >= 0 ? `+${durationText(gap)}` : '', statusText(entry)];
  });
  const isOutOfTime = gaps.some((gap) => gap !== undefined && gap < 0);
  return isOutOfTime ? `${formatColumns(rows)}\n\n  ${COARSE_CLOCK_NOTE}` : formatColumns(rows);
}
