import type { StatusEntry } from '../contract/receipt-item.ts';
import { errorReasonOf } from '../eight-by-eight/error-reasons.ts';
import { outcomeOf } from '../lambda/receipt/status-order.ts';
import { printable, truncate } from '../toolbox/text.ts';
import { errorAdviceOf } from './error-advice.ts';
import type { ReadableEntry, ReadableItem } from './stored-item.ts';

const MAX_MESSAGE_LENGTH = 80;
const NOT_DOCUMENTED = 'not documented by 8x8';
/** Shown if a timestamp of the history is earlier than the one before it. */
export const COARSE_CLOCK_NOTE = 'Times may be out of order: operators round them.';

/** What can be known of a status, whoever wrote it. */
export type PartialStatus = Partial<Pick<StatusEntry, 'state' | 'detail' | 'errorCode' | 'errorMessage'>>;

/** A message that is `delivered` to an operator, whose phone has not answered yet. */
export function isWithOperator({ state = '', detail }: PartialStatus): boolean {
  return state === 'delivered' && outcomeOf({ state, detail }) === 'open';
}

/** The outcome for people, as in `Not delivered: the phone could not be reached`. */
export function outcomeText(status: PartialStatus): string {
  const { state = '', detail, errorCode } = status;
  switch (outcomeOf({ state, detail })) {
    case 'delivered':
      return state === 'read' ? 'Delivered and read' : 'Delivered to the phone';
    case 'open':
      return isWithOperator(status) ? 'With the operator, no answer from the phone yet' : 'No answer yet';
    case 'failed':
      return `Not delivered: ${errorAdviceOf(errorCode)?.meaning ?? (errorText(status) || 'no reason is given')}`;
  }
}

/** The vendor's description of the error, or that it has none, and the code; empty for no error and for code 0. */
export function errorText({ errorCode, errorMessage }: Pick<StatusEntry, 'errorCode' | 'errorMessage'>): string {
  if (errorCode === 0) return '';
  const message = errorMessage && truncate(printable(errorMessage), MAX_MESSAGE_LENGTH);
  if (errorCode === undefined) return message ?? '';
  return `${errorReasonOf(errorCode) ?? [NOT_DOCUMENTED, message].filter(Boolean).join(': ')} (error ${errorCode})`;
}

/** As in `undelivered, rejected_by_operator, Invalid destination (error 15)`. */
export function statusText(status: PartialStatus): string {
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

/** Undefined if the item has no expiry, or one that is not a valid date. */
function dateOf(epochSeconds: number | undefined): string | undefined {
  const date = new Date((epochSeconds ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 'YYYY-MM-DD'.length);
}
