import { type Html, html } from '../html.ts';

/** A part of a bar or of a column. */
export interface Part {
  /** CSS class of its colour. */
  readonly style: string;
  readonly value: number;
}

export interface ChartColumn {
  /** Below the column; empty for none. */
  readonly label: string;
  /** Tooltip. */
  readonly tip: string;
  /** From the bottom up. */
  readonly parts: readonly Part[];
}

export interface ColumnChartProps {
  /** Label for screen readers. */
  readonly label: string;
  readonly columns: readonly ChartColumn[];
  /** The value at the top. */
  readonly top: number;
  readonly textOf: (value: number) => string;
}

const PLOT_HEIGHT = 168;
const LABELS_HEIGHT = 26;
/** Share of a column's space. */
const COLUMN_WIDTH = 0.72;

/**
 * A chart of stacked columns. Lengths are in percent, so that text keeps its size on a narrow screen. Colours are in the
 * stylesheet, because the content security policy forbids inline styles.
 */
export function columnChart({ label, columns, top, textOf }: ColumnChartProps): Html {
  const room = 100 / columns.length;
  return html`<div class="chart">
    <div class="scale" aria-hidden="true">${[top, top / 2, 0].map((value) => html`<span>${textOf(value)}</span>`)}</div>
    <svg role="img" aria-label="${label}" width="100%" height="${PLOT_HEIGHT + LABELS_HEIGHT}">
      <svg width="100%" height="${PLOT_HEIGHT}">
        ${[0, 50, 100].map((y) => html`<line class="grid" x1="0" x2="100%" y1="${y}%" y2="${y}%"/>`)}
        ${columns.map((column, at) => columnOf(column, at * room, room, top))}
      </svg>
      ${columns.map(
        (column, at) =>
          column.label !== '' &&
          html`<text x="${round((at + 0.5) * room)}%" y="${PLOT_HEIGHT + LABELS_HEIGHT - 8}" text-anchor="middle">${column.label}</text>`,
      )}
    </svg>
  </div>`;
}

function columnOf({ tip, parts }: ChartColumn, x: number, room: number, top: number): Html {
  const heights = parts.map(({ value }) => (100 * value) / top);
  const left = round(x + (room * (1 - COLUMN_WIDTH)) / 2);
  return html`<g class="column"><title>${tip}</title>
    <rect class="room" x="${round(x)}%" y="0" width="${round(room)}%" height="100%"/>
    ${parts.map(({ style }, at) => {
      const height = heights[at] ?? 0;
      const y = 100 - sumOf(heights.slice(0, at + 1));
      return (
        height > 0 &&
        html`<rect class="${style}" x="${left}%" y="${round(y)}%" width="${round(room * COLUMN_WIDTH)}%" height="${round(height)}%"/>`
      );
    })}</g>`;
}

/** A bar of parts side by side. The figures are in a table next to it. */
export function bar(label: string, parts: readonly Part[]): Html {
  const whole = sumOf(parts.map(({ value }) => value));
  const widths = parts.map(({ value }) => (100 * value) / whole);
  return html`<svg class="bar" role="img" aria-label="${label}" width="100%" height="28">
    ${parts.map(({ style, value }, at) => value > 0 && html`<rect class="${style}" x="${round(sumOf(widths.slice(0, at)))}%" width="${round(widths[at] ?? 0)}%" height="100%"/>`)}
  </svg>`;
}

/** A bar of a share of the width, which a rate divides. The figures are beside it. */
export function shareBar(share: number, rate: number): Html {
  const [width, delivered] = [100 * share, 100 * share * rate];
  return html`<svg class="bar" aria-hidden="true" width="100%" height="12">
    <rect class="state-undelivered" width="${round(width)}%" height="100%"/>
    <rect class="state-delivered" width="${round(delivered)}%" height="100%"/>
  </svg>`;
}

/** Rounds up to a number that is easy to read, and half of it as well, such as 200 for 143. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 2)));
  return [1, 2, 3, 4, 6, 8].map((factor) => factor * power).find((top) => top >= value && top % 2 === 0) ?? 10 * power;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function round(percent: number): number {
  return Number(percent.toFixed(3));
}
