import { FIGURES } from './compare.ts';
import { DIMENSION_FIELDS, type DimensionValue } from './dimensions.ts';
import type { Figures, Report, ReportRow } from './report.ts';

/** A report as a table for CSV: its header and its rows, with a column for the cost in each currency. */
export function csvTable({ query, rows, total, before }: Report & { readonly before?: Report }): string[][] {
  const currencies = [...new Set([total, ...(before ? [before.total] : [])].flatMap(({ cost }) => Object.keys(cost)))];
  currencies.sort();
  const fields = query.by.map((dimension) => DIMENSION_FIELDS[dimension]);
  const figures = FIGURES.flatMap((name) => (name === 'cost' ? currencies.map(costColumn) : [name]));
  const header = [...fields, ...figures, ...(before ? figures.map((name) => `before_${name}`) : [])];
  const cells = (row: Figures): DimensionValue[] =>
    FIGURES.flatMap((name): DimensionValue[] =>
      name === 'cost' ? currencies.map((currency) => row.cost[currency] ?? '0') : [row[name]],
    );
  // Without `by` the total is the only row
  const shown: readonly (ReportRow & { readonly before?: Figures })[] =
    query.by.length > 0 ? rows : [{ ...total, ...(before && { before: before.total }) }];
  return [
    header,
    ...shown.map((row) => {
      const values = fields.map((field) => row[field] ?? null);
      return [...values, ...cells(row), ...(row.before ? cells(row.before) : [])].map((value) => String(value ?? ''));
    }),
  ];
}

function costColumn(currency: string): string {
  return `cost_${currency}`;
}
