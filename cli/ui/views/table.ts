import { type Html, html, type Value } from '../html.ts';

export interface Column {
  readonly name: string;
  /** Numbers are set to the right; words get the room of a few. */
  readonly kind?: 'number' | 'words';
}

export interface TableProps {
  /** For screen readers; a heading shows the same. */
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of each row is its header. */
  readonly rows: readonly (readonly Value[])[];
  /** On a narrow screen each row becomes a block of lines. A table that does not stack scrolls sideways. */
  readonly stacks?: boolean;
}

/** The roles are those that the elements have, which some browsers forget where a stylesheet makes blocks of them. */
export function table({ caption, columns, rows, stacks }: TableProps): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table role="table" class="${stacks && 'stacks'}">
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
