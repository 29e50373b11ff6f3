import { errorReasonOf } from '../../eight-by-eight/error-reasons.ts';
import type { StatusEntry } from '../../lambda/receipt/message.ts';
import { formatColumns } from '../terminal/columns.ts';
import { printable, styled } from '../terminal/output.ts';
import { durationText } from './duration.ts';
import type { MessageItem } from './item.ts';

/** A message for a reader: what became of it, which one it is, and its life with the gaps between its states. */
export function timelineOf(item: MessageItem): string {
  return [
    `${styled('bold', item.umid)}  ${stateText(item)}`,
    formatColumns(identityRows(item)),
    formatColumns(lifeRows(item.history ?? [])),
    `  received ${item.firstReceivedAt} to ${item.lastReceivedAt}; kept until ${expiryText(item.expiresAt)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The state in colour, with the detail and the error where there are any. */
export function stateText(status: Pick<MessageItem, 'state' | 'detail' | 'errorCode' | 'errorMessage' | 'terminal'>) {
  const { state, detail, terminal } = status;
  const error = errorText(status);
  const words = [printable(state), printable(detail), error].filter((part) => part !== '').join(', ');
  if (error !== '') return styled('red', words);
  return terminal ? styled('green', words) : words;
}

/** The vendor's words for the error, and its code. */
export function errorText({ errorCode, errorMessage }: Pick<MessageItem, 'errorCode' | 'errorMessage'>): string {
  if (errorCode === undefined) return printable(errorMessage, 80);
  return `${errorReasonOf(errorCode) ?? printable(errorMessage ?? 'no words for it', 80)} (error ${errorCode})`;
}

function identityRows(item: MessageItem): string[][] {
  const { smsCount, priceTotal, pricePerSms, priceCurrency } = item;
  const price = [priceTotal, priceCurrency].filter((part) => part !== undefined).join(' ');
  const perSms = pricePerSms === undefined || smsCount === undefined ? '' : `(${smsCount} x ${pricePerSms})`;
  return [
    ['from', printable(item.source)],
    ['to', printable(item.destination)],
    ['sub-account', printable(item.subAccountId)],
    ['client message id', printable(item.clientMessageId)],
    ['batch', printable(item.batchId)],
    ['client batch id', printable(item.clientBatchId)],
    ['price', `${price} ${perSms}`.trim()],
    ['segments', price === '' ? printable(smsCount) : ''],
  ].filter(([, value]) => value !== '');
}

/** Ascending by the order of statuses, not of times: a gap below zero is an operator's coarse clock. */
function lifeRows(history: readonly StatusEntry[]): string[][] {
  return history.map((entry, at) => {
    const before = history[at - 1];
    const gap = before === undefined ? undefined : Date.parse(entry.timestamp) - Date.parse(before.timestamp);
    const words = [printable(entry.state), printable(entry.detail), errorText(entry)].filter((part) => part !== '');
    return [entry.timestamp, gap === undefined ? '' : `${gap < 0 ? '' : '+'}${durationText(gap)}`, words.join(', ')];
  });
}

function expiryText(expiresAt: number | undefined): string {
  return expiresAt === undefined ? 'deleted' : new Date(expiresAt * 1000).toISOString().slice(0, 'YYYY-MM-DD'.length);
}
