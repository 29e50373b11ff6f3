import { describe, expect, test } from '@jest/globals';
import { PROBE_SUB_ACCOUNT } from '../../../contract/test-message.ts';
import { compareReports, rateChange } from '../../../report/compare.ts';
import type { MessageFacts } from '../../../report/message-facts.ts';
import type { Report, ReportQuery } from '../../../report/report.ts';
import { ReportBuilder } from '../../../report/report-builder.ts';
import { NO_MESSAGES } from '../../../report/tally.ts';

const NOVEMBER: ReportQuery = {
  from: new Date('2026-11-01T00:00:00Z'),
  to: new Date('2026-12-01T00:00:00Z'),
  by: [],
  timeZone: 'UTC',
  filter: {},
};
const DELIVERED: MessageFacts = { firstReceivedAt: '2026-11-05T00:00:00.000Z', state: 'delivered', country: 'PH' };
const FAILED: MessageFacts = { ...DELIVERED, state: 'undelivered', errorCode: 43 };
const OPEN: MessageFacts = { ...DELIVERED, detail: 'delivered_to_operator' };

function reportOf(query: Partial<ReportQuery>, messages: readonly MessageFacts[]): Report {
  const builder = new ReportBuilder({ ...NOVEMBER, ...query });
  for (const message of messages) builder.add(message);
  return builder.report();
}
const times = (count: number, facts: MessageFacts) => Array.from({ length: count }, () => facts);

test('leaves out the test receipts of the probe, which never end, but not other made-up messages', () => {
  const messages = [
    { ...OPEN, subAccountId: PROBE_SUB_ACCOUNT },
    { ...OPEN, subAccountId: 'test:trigger' },
  ];
  expect(reportOf({ by: ['sub-account'] }, messages).rows).toMatchObject([{ subAccountId: 'test:trigger', open: 1 }]);
});

test('has no rate, time and cost without messages that have them', () => {
  expect(reportOf({}, [OPEN]).total).toEqual({ ...NO_MESSAGES, messages: 1, open: 1 });
  expect(NO_MESSAGES).toMatchObject({ deliveryRate: null, cost: {}, medianDeliveryMs: null, p95DeliveryMs: null });
});

test('adds prices exactly, by currency', () => {
  const prices = [
    ...times(10, { ...DELIVERED, price: '0.1', currency: 'USD' }),
    { ...DELIVERED, price: '123456789012.345', currency: 'USD' },
    { ...DELIVERED, price: '0.0000001', currency: 'EUR' },
    { ...DELIVERED, price: '5', currency: undefined },
  ];
  expect(reportOf({}, prices).total.cost).toEqual({ EUR: '0.0000001', USD: '123456789013.345', unknown: '5' });
});

test('a message counts from the first instant of the period, and before the last', () => {
  const at = (firstReceivedAt: string) => ({ ...DELIVERED, firstReceivedAt });
  const messages = [
    at('2026-10-31T23:59:59.999Z'),
    at('2026-11-01T00:00:00.000Z'),
    at('2026-11-30T23:59:59.999Z'),
    at('2026-12-01T00:00:00.000Z'),
  ];
  expect(reportOf({ by: ['day', 'month'] }, messages).rows).toMatchObject([
    { day: '2026-11-01', month: '2026-11', messages: 1 },
    { day: '2026-11-30', month: '2026-11', messages: 1 },
  ]);
});

describe('the order of rows', () => {
  test('the most messages first', () => {
    const { rows } = reportOf({ by: ['country'] }, [DELIVERED, ...times(2, { ...FAILED, country: 'GB' })]);
    expect(rows.map(({ country }) => country)).toEqual(['GB', 'PH']);
  });

  test('the worst source first, those without a rate last', () => {
    const from = (source: string | undefined, facts: MessageFacts) => ({ ...facts, source });
    const messages = [
      ...times(9, from('good', DELIVERED)),
      from('bad', FAILED),
      from('bad', DELIVERED),
      ...times(20, from(undefined, OPEN)),
    ];
    expect(reportOf({ by: ['source'] }, messages).rows.map(({ source }) => source)).toEqual(['bad', 'good', null]);
  });

  test('the most frequent error first, no error last', () => {
    const messages = [{ ...FAILED, errorCode: 15 }, ...times(2, FAILED), ...times(5, { ...DELIVERED, errorCode: 0 })];
    expect(reportOf({ by: ['error'] }, messages).rows.map(({ errorCode }) => errorCode)).toEqual([43, 15, null]);
  });
});

test('filters also by a missing value', () => {
  const { total } = reportOf({ filter: { source: null } }, [DELIVERED, { ...DELIVERED, source: 'ACME' }]);
  expect(total.messages).toBe(1);
});

test('compares with the period before, also what only one of them has', () => {
  const now = reportOf({ by: ['country'] }, [...times(2, DELIVERED), ...times(2, FAILED)]);
  const before = reportOf({ by: ['country'] }, [...times(4, DELIVERED), { ...DELIVERED, country: 'GB' }]);
  const { rows } = compareReports(now, before);
  expect(rows).toMatchObject([
    { country: 'PH', messages: 4, before: { messages: 4, deliveryRate: 1 } },
    { country: 'GB', messages: 0, deliveryRate: null, before: { messages: 1 } },
  ]);
  expect(rows.map((row) => rateChange(row, row.before))).toEqual([-50, undefined]);
});
