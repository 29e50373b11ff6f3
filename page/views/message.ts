import { COARSE_CLOCK_NOTE, errorText, gapsOf, messageRows, type RowName } from '../../lookup/message-words.ts';
import { durationText } from '../../lookup/numbers.ts';
import { type ReadableEntry, type ReadableItem, readableItem, type StoredItem } from '../../lookup/stored-item.ts';
import { type Html, html, type Value } from '../html.ts';
import { pathTo } from './links.ts';
import { classOf, isFailure, stateBadge } from './status.ts';
import { preformatted, timeElement } from './text.ts';

/** One message: its state, its history and its details. */
export function messagePage(stored: StoredItem): Html {
  const item = readableItem(stored);
  return html`<p class="kind">Message</p>
    <h1 class="id">${item.umid}</h1>
    ${outcome(item)}
    <div class="cards">
      <section class="card">
        <h2>History</h2>
        ${timeline(item.history)}
      </section>
      <section class="card">
        <h2>Details</h2>
        ${details(item)}
      </section>
    </div>
    <details class="card">
      <summary>The whole item as JSON</summary>
      ${preformatted(JSON.stringify(stored, null, 2))}
    </details>`;
}

function outcome({ state = '', ...item }: ReadableItem): Html {
  const error = errorText(item);
  const words = item.errorMessage;
  return html`<div class="card outcome ${classOf(state)}">
    <p>${stateBadge(state)} ${item.detail !== undefined && html`<span class="detail">${item.detail}</span>`}
      <span class="quiet">${timeElement(item.statusTimestamp)}</span></p>
    ${error !== '' && html`<p class="${isFailure({ ...item, state }) ? 'error' : 'quiet'}">${error}</p>`}
    ${words !== undefined && !error.startsWith(words) && html`<p class="quiet">The operator says: ${words}</p>`}
    <p class="quiet">${item.terminal ? 'This is a terminal state.' : 'Not a terminal state yet: another receipt may follow.'}</p>
  </div>`;
}

/** Rows whose value leads to other messages. */
const LINKS = { to: pathTo.search, batch: (id: string) => pathTo.batch(id) } as const;

function details(item: ReadableItem): Html {
  return html`<dl>${messageRows(item).map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${rowValue(name, value)}</dd></div>`,
  )}</dl>`;
}

function rowValue(name: RowName, value: string): Value {
  if (name === 'to' || name === 'batch') return html`<a href="${LINKS[name](value)}">${value}</a>`;
  if (name !== 'received') return value;
  const [first, last] = value.split(' to ');
  return html`${timeElement(first)} to ${timeElement(last)}`;
}

function timeline(history: readonly ReadableEntry[]): Html {
  const gaps = gapsOf(history);
  return html`<ol class="timeline">${history.map((entry, at) => timelineEntry(entry, gaps[at]))}</ol>
    ${gaps.some((gap) => gap !== undefined && gap < 0) && html`<p class="quiet">${COARSE_CLOCK_NOTE}</p>`}`;
}

function timelineEntry({ state = '', ...entry }: ReadableEntry, gap: number | undefined): Html {
  const error = errorText(entry);
  return html`<li class="${classOf(state)}">
    <p>${stateBadge(state)} ${entry.detail !== undefined && html`<span class="detail">${entry.detail}</span>`}</p>
    ${error !== '' && html`<p class="${isFailure({ ...entry, state }) ? 'error' : 'quiet'}">${error}</p>`}
    <p class="times">${timeElement(entry.timestamp)} ${gap !== undefined && gap >= 0 && html`<span class="gap">+${durationText(gap)}</span>`}</p>
    <p class="quiet">${entry.origin === undefined ? 'received' : 'taken from the log of 8x8'} ${timeElement(entry.receivedAt)}</p>
  </li>`;
}
