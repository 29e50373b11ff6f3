import { expect } from '@jest/globals';
import type { PlainFigures } from './plain-report.ts';

interface Row {
  readonly [name: string]: unknown;
  readonly medianDeliveryMs: number | null;
  readonly p95DeliveryMs: number | null;
}

/** Compares rows of a report with figures that were computed otherwise: all equal, times within 1 %. */
export function expectEqualReport(
  rows: readonly Row[],
  fields: readonly string[],
  expected: ReadonlyMap<string, PlainFigures>,
): void {
  const actual = new Map(rows.map((row) => [JSON.stringify(fields.map((field) => row[field])), row]));
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, figures] of expected) {
    const row = actual.get(key);
    const { messages, delivered, failed, open, segments, cost, deliveryTimes } = figures;
    const ended = delivered + failed;
    expect({ key, ...row }).toMatchObject({ key, messages, delivered, failed, open, segments });
    expect(row?.deliveryRate).toBe(ended === 0 ? null : delivered / ended);
    // Exact decimal numbers, compared as whole numbers of ten thousandths
    const actualCost = Object.entries((row?.cost ?? {}) as Record<string, string>);
    expect(Object.fromEntries(actualCost.map(([currency, amount]) => [currency, tenThousandths(amount)]))).toEqual(
      cost,
    );
    deliveryTimes.sort((a, b) => a - b);
    expectNear(row?.medianDeliveryMs, quantileOf(deliveryTimes, 0.5));
    expectNear(row?.p95DeliveryMs, quantileOf(deliveryTimes, 0.95));
  }
}

function tenThousandths(amount: string): number {
  const [whole = '', decimals = ''] = amount.split('.');
  expect(decimals.length).toBeLessThanOrEqual(4);
  return Number(`${whole}${decimals.padEnd(4, '0')}`);
}

function quantileOf(sorted: readonly number[], quantile: number): number | undefined {
  return sorted[Math.floor(quantile * (sorted.length - 1))];
}

function expectNear(actual: number | null | undefined, expected: number | undefined): void {
  if (expected === undefined) expect(actual).toBeNull();
  // Times are rounded to milliseconds
  else expect(Math.abs(Number(actual) - expected)).toBeLessThanOrEqual(expected * 0.01 + 0.5);
}
