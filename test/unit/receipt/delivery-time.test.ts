import { describe, expect, test } from '@jest/globals';
import type { StatusEntry } from '../../../contract/receipt-item.ts';
import { newDeliveryTime } from '../../../lambda/receipt/message.ts';

const at = (time: string, state: string, detail?: string): StatusEntry => ({
  state,
  timestamp: `2026-01-0${time}Z`,
  receivedAt: '2026-01-01T00:00:00.000Z',
  ...(detail !== undefined && { detail }),
});
const queued = at('1T12:00:00', 'queued');
const sent = at('1T12:00:01', 'sent');
const delivered = at('1T12:00:05.5000001', 'delivered');

describe('the time to delivery', () => {
  test.each<[name: string, history: StatusEntry[], ms: number | undefined]>([
    ['from queued', [queued, sent, delivered], 5500],
    ['from sent if there is no queued', [sent, delivered], 4500],
    ['from the first of them by time', [at('1T12:00:03', 'queued'), sent, delivered], 4500],
    ['to the first delivery', [sent, delivered, at('1T13:00:00', 'delivered', 'delivered_to_recipient')], 4500],
    ['not to the operator', [sent, at('1T12:00:02', 'delivered', 'delivered_to_operator')], undefined],
    ['not to a failure', [sent, at('1T12:00:02', 'undelivered')], undefined],
    ['not from another state', [at('1T12:00:02', 'ok'), delivered], undefined],
    ['without a delivery', [queued, sent], undefined],
    ['of an empty history', [], undefined],
    ['by a clock that is a minute slow', [at('1T12:01:05', 'sent'), delivered], 0],
    [
      'by a clock that is a minute slow, to the millisecond',
      [at('1T12:01:05', 'sent'), at('1T12:00:05', 'delivered')],
      0,
    ],
    ['by a clock that is wrong', [at('1T12:01:06', 'sent'), delivered], undefined],
    ['of 3 days', [queued, at('4T12:00:00', 'delivered')], 72 * 3_600_000],
    ['of more than 3 days', [queued, at('4T12:00:00.001', 'delivered')], undefined],
  ])('%s', (_, history, ms) => {
    expect(newDeliveryTime([], history)).toBe(ms);
  });

  test('is new for the write that makes it known, but for no later write', () => {
    expect(newDeliveryTime([queued], [queued, delivered])).toBe(5500);
    expect(newDeliveryTime([delivered], [sent, delivered])).toBe(4500);
    expect(newDeliveryTime([sent, delivered], [queued, sent, delivered])).toBeUndefined();
  });
});
