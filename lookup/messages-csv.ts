import { errorReasonOf } from '../eight-by-eight/error-reasons.ts';
import { acceptedAt, deliveredAt, deliveryTime } from '../lambda/receipt/message.ts';
import { csvForSpreadsheets } from '../toolbox/csv.ts';
import { printable } from '../toolbox/text.ts';
import { errorAdviceOf } from './error-advice.ts';
import { type ReadableItem, readableItem, type StoredItem } from './stored-item.ts';

/** The columns, in their order. Times are in UTC; `seconds` are from `sent` to `delivered`. */
const COLUMNS: Readonly<Record<string, (item: ReadableItem) => string | number | undefined>> = {
  number: ({ destination }) => destination,
  'own id': ({ clientMessageId }) => clientMessageId,
  state: ({ state }) => state,
  final: ({ terminal }) => (terminal ? 'yes' : 'no'),
  code: ({ errorCode }) => errorCode || undefined,
  error: ({ errorCode, errorMessage }) => (errorCode === 0 ? undefined : (errorReasonOf(errorCode) ?? errorMessage)),
  advice: ({ errorCode }) => errorAdviceOf(errorCode)?.action ?? (errorCode ? '8x8 does not document this code.' : ''),
  sent: (item) => timeText(acceptedAt(historyOf(item))),
  delivered: (item) => timeText(deliveredAt(historyOf(item))),
  seconds: (item) => {
    const ms = deliveryTime(historyOf(item));
    return ms === undefined ? undefined : ms / 1000;
  },
  sender: ({ source }) => source,
  'sub-account': ({ subAccountId }) => subAccountId,
  price: ({ priceTotal }) => priceTotal,
  currency: ({ priceCurrency }) => priceCurrency,
  umid: ({ umid }) => umid,
};

/** Messages as CSV for spreadsheets, one row for each. */
export function messagesCsv(items: readonly StoredItem[]): string {
  const rows = items
    .map((item) => printable(readableItem(item)))
    .map((item) => Object.values(COLUMNS).map((cell) => `${cell(item) ?? ''}`));
  return csvForSpreadsheets([Object.keys(COLUMNS), ...rows]);
}

function historyOf({ history }: ReadableItem) {
  return history.map(({ state = '', detail = '', timestamp = '' }) => ({ state, detail, timestamp }));
}

function timeText(ms: number): string | undefined {
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
