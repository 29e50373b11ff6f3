import { describe, expect, test } from '@jest/globals';
import type { Price, StatusEntry } from '../../../contract/receipt-item.ts';
import { newPrice } from '../../../lambda/receipt/message.ts';

const entry = (state: string, price?: Price): StatusEntry => ({
  state,
  timestamp: '2026-01-01T12:00:00Z',
  receivedAt: '2026-01-01T12:00:00.000Z',
  ...(price !== undefined && { price }),
});
const PRICE = { total: 0.0375, currency: 'USD' };
const queued = entry('queued');
const priced = entry('queued', PRICE);
const delivered = entry('delivered', PRICE);

describe('the price of a message', () => {
  test.each<[name: string, before: StatusEntry[], after: StatusEntry[], price: object | undefined]>([
    ['counts with the first receipt that has it', [], [priced], PRICE],
    ['counts with a later one if the first has none', [queued], [queued, delivered], PRICE],
    ['counts with a late receipt', [entry('delivered')], [priced, entry('delivered')], PRICE],
    ['does not count again with the next status', [priced], [priced, delivered], undefined],
    ['does not count again with a late status', [delivered], [priced, delivered], undefined],
    ['does not count again if it changes', [priced], [priced, entry('delivered', { ...PRICE, total: 9 })], undefined],
    ['does not count without a price', [], [queued], undefined],
    ['does not count without its currency', [], [entry('queued', { total: 1 })], undefined],
    ['does not count without its total', [], [entry('queued', { perSms: 1, currency: 'USD' })], undefined],
    [
      'does not count in what is no currency',
      [],
      [entry('queued', { total: 1, currency: '+12025550293usd' })],
      undefined,
    ],
    [
      'does not count in more than a currency',
      [],
      [entry('queued', { total: 1, currency: 'USD+12025550293' })],
      undefined,
    ],
    [
      'is the last of those that come together',
      [],
      [priced, entry('delivered', { ...PRICE, total: 9 })],
      { ...PRICE, total: 9 },
    ],
    ['may be zero', [], [entry('queued', { ...PRICE, total: 0 })], { ...PRICE, total: 0 }],
    [
      'has its currency in upper case',
      [],
      [entry('queued', { total: 1, currency: 'usd' })],
      { total: 1, currency: 'USD' },
    ],
  ])('%s', (_, before, after, price) => {
    expect(newPrice(before, after)).toEqual(price);
  });
});
