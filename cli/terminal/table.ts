import { truncate } from '../../toolbox/text.ts';

const INDENT = 2;
const GAP = 2;
/** A truncated cell must be at least this wide to be useful. */
const MIN_TRUNCATED_WIDTH = 8;

/** Formats rows as indented text. Each column is as wide as its widest cell. */
export function formatColumns(rows: readonly (readonly string[])[]): string {
  const widths = widthsOf(rows);
  const lines = rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' '.repeat(GAP)));
  return lines.map((line) => `${' '.repeat(INDENT)}${line.trimEnd()}`).join('\n');
}

/** How a table fits a terminal. Default: its width, and no column shrinks. */
export interface TableFit {
  readonly width?: number;
  /** The least widths of columns whose cells may be truncated, by name. */
  readonly shrinking?: Readonly<Record<string, number>>;
}

/**
 * Formats rows no wider than the terminal. Put the most important columns first: if not all of them fit, the shrinking ones
 * become narrower, from the last one on. Then those that fit are shown in full, the next one is truncated if enough of it
 * fits, and the rest is left out. Empty columns are left out, too.
 */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { width = terminalWidth(), shrinking = {} }: TableFit = {},
): string {
  const filled = header.flatMap((_, at) => (rows.some((row) => row[at]) ? [at] : []));
  const table = [header, ...rows].map((row) => filled.map((at) => row[at] ?? ''));
  const widths = widthsOf(table);
  let excess = INDENT + sum(widths) + GAP * (widths.length - 1) - width;
  for (const at of [...filled.keys()].reverse()) {
    const [name = '', natural = 0] = [table[0]?.[at], widths[at]];
    const least = Math.min(natural, shrinking[name] ?? natural);
    widths[at] = Math.max(least, natural - Math.max(0, excess));
    excess -= natural - (widths[at] ?? 0);
  }
  const shown: number[] = [];
  let left = width - INDENT;
  for (const columnWidth of widths) {
    if (columnWidth > left && left < MIN_TRUNCATED_WIDTH) break;
    shown.push(Math.min(columnWidth, left));
    left -= columnWidth + GAP;
  }
  return formatColumns(table.map((row) => shown.map((longest, at) => truncate(row[at] ?? '', longest))));
}

/** Piped output is never truncated, unless COLUMNS is set. */
export function terminalWidth(): number {
  return process.stdout.columns ?? (Number(process.env.COLUMNS) || Number.POSITIVE_INFINITY);
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  return widths;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
