import type { StatusEntry } from '../../contract/receipt-item.ts';

/** What a message costs. */
export interface KnownPrice {
  readonly total: number;
  /** ISO 4217, in upper case. */
  readonly currency: string;
}

type History = readonly StatusEntry[];

const CURRENCY = /^[a-z]{3}$/i;

/**
 * The price of a message if this write is the first that makes it known. So each message is counted once, however many of its
 * statuses have the price, in any order.
 */
export function newPrice(before: History, after: History): KnownPrice | undefined {
  return priceIn(before) === undefined ? priceIn(after) : undefined;
}

/** The last one of a history. */
function priceIn(history: History): KnownPrice | undefined {
  return history
    .flatMap(({ price: { total, currency = '' } = {} }) =>
      total === undefined || !CURRENCY.test(currency) ? [] : [{ total, currency: currency.toUpperCase() }],
    )
    .at(-1);
}
