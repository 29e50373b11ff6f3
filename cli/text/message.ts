import type { StatusEntry } from '../../contract/receipt-item.ts';
import { errorReasonOf } from '../../eight-by-eight/error-reasons.ts';
import { type ReadableEntry, type ReadableItem, readableItem, type StoredItem } from '../lookup/stored-item.ts';
import { printable, styled } from '../terminal/output.ts';
import { formatColumns, formatTable, truncate } from '../terminal/table.ts';
import { durationText } from './numbers.ts';

const MAX_STATE_LENGTH = 24;
const MAX_MESSAGE_LENGTH = 80;
/** Terminal states in which the message reached the recipient. */
export const SUCCESS_STATES: ReadonlySet<string> = new Set(['delivered', 'read']);
/** Shown if a timestamp of the history is earlier than the one before it. */
export const COARSE_CLOCK_NOTE = "Ordered by state, not by time: an operator's clock may be coarse.";

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

/** The vendor's description of the error, and its code; empty for no error and for code 0. */
export function errorText({ errorCode, errorMessage }: Pick<StatusEntry, 'errorCode' | 'errorMessage'>): string {
  if (errorCode === 0) return '';
  const message = errorMessage && truncate(printable(errorMessage), MAX_MESSAGE_LENGTH);
  if (errorCode === undefined) return message ?? '';
  return `${errorReasonOf(errorCode) ?? message ?? 'no reason given'} (error ${errorCode})`;
}

/** The state with its detail and error, green for a success and red for a failure. */
function stateText(item: ReadableItem): string {
  const words = statusText(item);
  if (item.errorCode || (item.terminal && !SUCCESS_STATES.has(item.state ?? ''))) return styled('red', words);
  return item.terminal ? styled('green', words) : words;
}

/** As in `undelivered, rejected_by_operator, Invalid destination (error 15)`. */
export function statusText(
  status: Partial<Pick<StatusEntry, 'state' | 'detail' | 'errorCode' | 'errorMessage'>>,
): string {
  return [status.state, status.detail, errorText(status)].filter(Boolean).join(', ');
}

export type RowName =
  | 'from'
  | 'to'
  | 'sub-account'
  | 'client message id'
  | 'batch'
  | 'client batch id'
  | 'price'
  | 'segments'
  | 'received'
  | 'kept until';

/** What an item says about its message, without what is missing. Terminal and page show it with these words. */
export function messageRows(item: ReadableItem): (readonly [name: RowName, value: string])[] {
  const { smsCount, priceTotal, pricePerSms, priceCurrency, firstReceivedAt, lastReceivedAt } = item;
  const price = [priceTotal, priceCurrency].filter((part) => part !== undefined).join(' ');
  const perSms = pricePerSms === undefined || smsCount === undefined ? '' : `(${smsCount} x ${pricePerSms})`;
  const rows: readonly (readonly [RowName, string | undefined])[] = [
    ['from', item.source],
    ['to', item.destination],
    ['sub-account', item.subAccountId],
    ['client message id', item.clientMessageId],
    ['batch', item.batchId],
    ['client batch id', item.clientBatchId],
    ['price', `${price} ${perSms}`.trim()],
    ['segments', perSms === '' && smsCount !== undefined ? String(smsCount) : undefined],
    ['received', firstReceivedAt && lastReceivedAt && `${firstReceivedAt} to ${lastReceivedAt}`],
    ['kept until', dateOf(item.expiresAt)],
  ];
  return rows.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

/** Milliseconds from the timestamp before to each one; undefined if there are not two. Negative if the clocks disagree. */
export function gapsOf(history: readonly ReadableEntry[]): (number | undefined)[] {
  const times = history.map(({ timestamp = '' }) => Date.parse(timestamp));
  return times.map((time, at) => {
    const gap = time - (times[at - 1] ?? Number.NaN);
    return Number.isNaN(gap) ? undefined : gap;
  });
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

/** Undefined if the item has no expiry, or one that is not a valid date. */
function dateOf(epochSeconds: number | undefined): string | undefined {
  const date = new Date((epochSeconds ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 'YYYY-MM-DD'.length);
}
