import { outcomeOf } from '../../lambda/receipt/status-order.ts';
import { errorAdviceOf } from '../../lookup/error-advice.ts';
import {
  COARSE_CLOCK_NOTE,
  errorText,
  gapsOf,
  isWithOperator,
  messageRows,
  outcomeText,
  statusText,
} from '../../lookup/message-words.ts';
import { durationText } from '../../lookup/numbers.ts';
import { type ReadableEntry, type ReadableItem, readableItem, type StoredItem } from '../../lookup/stored-item.ts';
import type { TimeTexts } from '../../lookup/times.ts';
import { toolName } from '../../toolbox/command-line.ts';
import { printable, truncate } from '../../toolbox/text.ts';
import { styled } from '../terminal/output.ts';
import { formatColumns, formatTable, terminalWidth } from '../terminal/table.ts';

const MAX_STATE_LENGTH = 24;
/** A narrower terminal shows a block of lines for each message. */
const LEAST_TABLE_WIDTH = 60;
/** Enough to look the message up with `receipts search`. */
const UMID_DIGITS = 8;
/** A wider terminal shows whole umids. */
const WIDE = 120;

/** One message: its state, its names, and its statuses with the time between them. */
export function messageText(item: StoredItem, times: TimeTexts): string {
  const shown = printable(readableItem(item));
  const rows = messageRows(shown);
  return [
    `${styled('bold', shown.umid)}\n${outcomeLines(shown)}`,
    formatColumns(rows.filter(([name]) => name !== 'received' && name !== 'kept until')),
    historyText(shown.history, times),
    endText(shown, rows, times),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Messages in a table no wider than the terminal, or in blocks of lines if it is narrow. A single one is shown in full. */
export function messagesText(
  items: readonly StoredItem[],
  times: TimeTexts,
  {
    isToOneNumber = false,
    width = terminalWidth(),
  }: { readonly isToOneNumber?: boolean; readonly width?: number } = {},
): string {
  const [only, second] = items;
  if (only !== undefined && second === undefined) return messageText(only, times);
  const shown = items.map((item) => printable(readableItem(item)));
  const number = ({ destination = '' }: ReadableItem): string => (isToOneNumber ? '' : destination);
  const time = ({ statusTimestamp }: ReadableItem): string => (statusTimestamp ? times.at(statusTimestamp) : '');
  if (width < LEAST_TABLE_WIDTH) {
    return shown
      .map((item) =>
        [[shortStateText(item), errorText(item)], [time(item), item.clientMessageId, number(item)], [item.umid]]
          .map((line) => `  ${line.filter(Boolean).join('  ')}`)
          .join('\n'),
      )
      .join('\n\n');
  }
  const rows = shown.map((item) => [
    shortStateText(item),
    errorText(item),
    time(item),
    item.clientMessageId ?? '',
    width < WIDE ? item.umid.slice(0, UMID_DIGITS) : item.umid,
    number(item),
  ]);
  const header = ['state', 'error', `time (${times.offset})`, 'own id', 'umid', 'to'];
  return formatTable(header, rows, { width, shrinking: { 'own id': 10, error: 12, state: 11 } });
}

/** A message that the operator has looks like no success. */
function shortStateText(item: ReadableItem): string {
  return truncate(isWithOperator(item) ? 'with operator' : (item.state ?? ''), MAX_STATE_LENGTH);
}

const OUTCOME_FORMATS = { delivered: 'green', failed: 'red', open: 'reset' } as const;

/** The outcome for people, and the status as 8x8 names it. */
function outcomeLines(item: ReadableItem): string {
  const { state = '', detail, errorCode } = item;
  const words = styled(OUTCOME_FORMATS[outcomeOf({ state, detail })], outcomeText(item));
  const more = errorAdviceOf(errorCode) && `  More: ${toolName()} explain ${errorCode}`;
  return [`  ${words}`, `  ${statusText(item)}`, more].filter(Boolean).join('\n');
}

/** A negative gap is not shown, because the history is ordered by state. */
function historyText(history: readonly ReadableEntry[], times: TimeTexts): string {
  const gaps = gapsOf(history);
  const rows = history.map((entry, at) => {
    const gap = gaps[at];
    const time = entry.timestamp === undefined ? '' : times.at(entry.timestamp);
    return [
      // Beside the first time
      at === 0 && time ? `${time} ${times.offset}` : time,
      gap !== undefined && gap >= 0 ? `+${durationText(gap)}` : '',
      statusText(entry),
    ];
  });
  const isOutOfTime = gaps.some((gap) => gap !== undefined && gap < 0);
  return isOutOfTime ? `${formatColumns(rows)}\n\n  ${COARSE_CLOCK_NOTE}` : formatColumns(rows);
}

/** When its receipts came, and until when it is kept. */
function endText(
  { firstReceivedAt: first, lastReceivedAt: last }: ReadableItem,
  rows: ReturnType<typeof messageRows>,
  times: TimeTexts,
): string {
  const [, keptUntil] = rows.find(([name]) => name === 'kept until') ?? [];
  const parts = [
    first && last && `received ${times.at(first)} to ${times.at(last)}`,
    keptUntil && `kept until ${keptUntil}`,
  ].filter(Boolean);
  return parts.length === 0 ? '' : `  ${parts.join('; ')}`;
}
