/**
 * A table in Markdown.
 *
 * @param columns - the cell of a row, by the header of the column; all but the first are aligned to the right
 */
export function table<Row>(
  rows: readonly Row[],
  columns: Readonly<Record<string, (row: Row) => string | number>>,
): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const [headers, cells] = [Object.keys(columns), Object.values(columns)];
  const alignments = headers.map((_, at) => (at === 0 ? '---' : '--:'));
  return [line(headers), line(alignments), ...rows.map((row) => line(cells.map((cell) => cell(row))))].join('\n');
}
