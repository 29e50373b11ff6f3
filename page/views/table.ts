import { type Html, html, type Value } from '../html.ts';

export interface Column {
  readonly name: string;
  /** Numbers are aligned to the right; words get a wider column. */
  readonly kind?: 'number' | 'words' | 'bar';
}

export interface TableProps {
  /** For screen readers; a heading shows the same. */
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of each row is its header. */
  readonly rows: readonly (readonly Value[])[];
}

/**
 * No table scrolls sideways: where it has no room, each row becomes a block of lines. The explicit roles are the elements'
 * default roles. Some browsers drop those if the stylesheet makes blocks of them.
 */
export function table({ caption, columns, rows }: TableProps): Html {
  return html`<div class="table">
    <table role="table" class="stacks">
      <caption class="visually-hidden">${caption}</caption>
      <thead role="rowgroup"><tr role="row">${columns.map(
        ({ name, kind = '' }) => html`<th role="columnheader" scope="col" class="${kind}">${name}</th>`,
      )}</tr></thead>
      <tbody role="rowgroup">${rows.map((row) => html`<tr role="row">${row.map((value, at) => cell(value, columns[at], at))}</tr>`)}</tbody>
    </table>
  </div>`;
}

function cell(value: Value, column: Column | undefined, at: number): Html {
  const kind = column?.kind ?? '';
  return at === 0
    ? html`<th role="rowheader" scope="row" class="${kind}">${value}</th>`
    : html`<td role="cell" class="${kind}" data-name="${column?.name}">${value}</td>`;
}
