import type { ReceiptItemStatus } from '../../contract/receipt-item.ts';
import { errorReasonOf } from '../../eight-by-eight/error-reasons.ts';
import { printable, styled } from '../terminal/output.ts';
import { formatColumns, formatTable, truncate } from '../terminal/table.ts';
import type { IndexedItem } from '../lookup/query-index.ts';

const MAX_STATE_LENGTH = 24;
const MAX_MESSAGE_LENGTH = 80;
/** Terminal states in which the message reached the recipient. */
export const SUCCESS_STATES: ReadonlySet<string> = new Set(['delivered', 'read']);
/** Shown if a timestamp of the history is earlier than the one before it. */
export const COARSE_CLOCK_NOTE = "Ordered by state, not by time: an operator's clock may be coarse.";

/**
 * One message: its state, its names, and its statuses with the time between them.
 *
 * @param item - only its umid is certain, because something else may have written it
 */
export function messageText(item: IndexedItem): string {
  const shown = printable(item);
  return [
    `${styled('bold', shown.umid)}\n  ${stateText(shown)}`,
    formatColumns(identityRows(shown)),
    historyText(shown.history ?? []),
    receivedText(shown),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** One line per message, no wider than the terminal. A single message is shown in full. */
export function messagesText(items: readonly IndexedItem[], isToOneNumber = false): string {
  const [only, second] = items;
  if (only !== undefined && second === undefined) return messageText(only);
  const rows = items.map(printable).map((item) => [
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
export function errorText({ errorCode, errorMessage }: Pick<ReceiptItemStatus, 'errorCode' | 'errorMessage'>): string {
  if (errorCode === 0) return '';
  const message = errorMessage && truncate(printable(errorMessage), MAX_MESSAGE_LENGTH);
  if (errorCode === undefined) return message ?? '';
  return `${errorReasonOf(errorCode) ?? message ?? 'no reason given'} (error ${errorCode})`;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;
const MINUTE_MS = 60_000;

/** A duration in its two greatest units, such as `1.94 s`, `3 min 20 s` and `2 h 5 min`. */
export function durationText(ms: number): string {
  if (ms < MINUTE_MS) return `${Number((ms / 1000).toFixed(ms < 10_000 ? 2 : 1))} s`;
  let rest = ms;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    // The second unit is the next smaller one or none, never days and seconds
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

/** The state with its detail and error, green for a success and red for a failure. */
function stateText(item: IndexedItem): string {
  const words = statusText(item);
  if (item.errorCode || (item.terminal && !SUCCESS_STATES.has(item.state ?? ''))) return styled('red', words);
  return item.terminal ? styled('green', words) : words;
}

function statusText(
  status: Partial<Pick<ReceiptItemStatus, 'state' | 'detail' | 'errorCode' | 'errorMessage'>>,
): string {
  return [status.state, status.detail, errorText(status)].filter(Boolean).join(', ');
}

function identityRows(item: IndexedItem): string[][] {
  const { smsCount, priceTotal, pricePerSms, priceCurrency } = item;
  const price = [priceTotal, priceCurrency].filter((part) => part !== undefined).join(' ');
  const perSms = pricePerSms === undefined || smsCount === undefined ? '' : `(${smsCount} x ${pricePerSms})`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['from', item.source],
    ['to', item.destination],
    ['sub-account', item.subAccountId],
    ['client message id', item.clientMessageId],
    ['batch', item.batchId],
    ['client batch id', item.clientBatchId],
    ['price', `${price} ${perSms}`.trim()],
    ['segments', price === '' && smsCount !== undefined ? String(smsCount) : undefined],
  ];
  return rows.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

/** Milliseconds from the timestamp before to each one; undefined for the first. Negative if the clocks disagree. */
export function gapsOf(history: readonly ReceiptItemStatus[]): (number | undefined)[] {
  return history.map(({ timestamp }, at) => {
    const before = history[at - 1];
    return before === undefined ? undefined : Date.parse(timestamp) - Date.parse(before.timestamp);
  });
}

/** A negative gap is not shown, because the history is ordered by state. */
function historyText(history: readonly ReceiptItemStatus[]): string {
  const gaps = gapsOf(history);
  const rows = history.map((entry, at) => {
    const gap = gaps[at];
    return [entry.timestamp, gap !== undefined && gap >= 0 ? `+${durationText(gap)}` : '', statusText(entry)];
  });
  const isOutOfTime = gaps.some((gap) => gap !== undefined && gap < 0);
  return isOutOfTime ? `${formatColumns(rows)}\n\n  ${COARSE_CLOCK_NOTE}` : formatColumns(rows);
}

function receivedText({ firstReceivedAt, lastReceivedAt, expiresAt }: IndexedItem): string {
  if (firstReceivedAt === undefined || lastReceivedAt === undefined) return '';
  const kept = expiresAt === undefined ? '' : `; kept until ${dateOf(expiresAt)}`;
  return `  received ${firstReceivedAt} to ${lastReceivedAt}${kept}`;
}

function dateOf(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().slice(0, 'YYYY-MM-DD'.length);
}
