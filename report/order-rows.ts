import { DIMENSION_FIELDS, type Dimension } from './dimensions.ts';
import type { Figures, ReportRow } from './report.ts';

type Comparison<T> = (a: T, b: T) => number;

/**
 * Orders the rows of a report: days and months ascending; then, with source or error, the worst first; otherwise the most
 * messages first.
 */
export function orderRows<Row extends ReportRow>(by: readonly Dimension[], rows: readonly Row[]): Row[] {
  const times = by.filter((dimension) => dimension === 'day' || dimension === 'month');
  const isWorstFirst = by.includes('source') || by.includes('error');
  const comparisons: readonly Comparison<Row>[] = [
    ...times.map((dimension) => byValue<Row>(DIMENSION_FIELDS[dimension])),
    ...(isWorstFirst ? WORST_FIRST : []),
    (a, b) => b.messages - a.messages,
    // So that equal rows keep their place from run to run
    ...by.map((dimension) => byValue<Row>(DIMENSION_FIELDS[dimension])),
  ];
  return rows.toSorted((a, b) => firstDifference(comparisons, a, b));
}

/** The lowest delivery rate, then the most failures. Rows without a rate come last. */
const WORST_FIRST: readonly Comparison<Figures>[] = [
  (a, b) => (a.deliveryRate ?? 2) - (b.deliveryRate ?? 2),
  (a, b) => b.failed - a.failed,
];

function byValue<Row extends ReportRow>(field: keyof ReportRow): Comparison<Row> {
  return (a, b) => {
    const [one, other] = [a[field] ?? '', b[field] ?? ''];
    if (one === other) return 0;
    return one < other ? -1 : 1;
  };
}

function firstDifference<T>(comparisons: readonly Comparison<T>[], a: T, b: T): number {
  for (const compare of comparisons) {
    const difference = compare(a, b);
    if (difference !== 0) return difference;
  }
  return 0;
}
