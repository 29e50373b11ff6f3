import { isTerminal } from '../../../lambda/receipt/status-order.ts';
import { errorText } from '../../text/message.ts';
import type { IndexedItem } from '../../lookup/query-index.ts';
import { toolName } from '../../terminal/command-line.ts';
import { type Html, html } from '../html.ts';
import { bar } from './chart.ts';
import { pathTo } from './links.ts';
import { classOf, isFailure, stateBadge } from './status.ts';
import { table } from './table.ts';
import { countText, numberText, percentText, timeElement } from './text.ts';

/** The tool lists all messages. */
const MAX_LISTED = 200;

export function isListable(entries: readonly IndexedItem[], state: string): boolean {
  return entries.some((entry) => stateOf(entry) === state);
}

/** @param listed - the state of the messages to list; undefined for those that failed */
export function batchPage(id: string, entries: readonly IndexedItem[], listed?: string): Html {
  const states = countsOf(entries.map(stateOf));
  const terminal = entries.filter((entry) =>
    isTerminal({ state: stateOf(entry), ...(entry.detail && { detail: entry.detail }) }),
  ).length;
  const summary = states.map(([state, count]) => `${state} ${count}`).join(', ');
  return html`<p class="kind">Batch</p>
    <h1 class="id">${id}</h1>
    <div class="cards"><section class="card">
      <h2>States</h2>
      <p class="figure"><strong>${numberText(entries.length)}</strong> ${entries.length === 1 ? 'message' : 'messages'}, ${numberText(terminal)} of them in a terminal state</p>
      ${bar(
        `Messages by state: ${summary}.`,
        states.map(([state, value]) => ({ style: classOf(state), value })),
      )}
      ${table({
        caption: 'Messages by state',
        columns: [{ name: 'state' }, { name: 'messages', kind: 'number' }, { name: 'share', kind: 'number' }],
        rows: states.map(([state, count]) => [
          html`<a class="plain" href="${pathTo.batch(id, state)}">${stateBadge(state)}</a>`,
          numberText(count),
          percentText(count, entries.length),
        ]),
      })}
    </section>
    ${errors(entries)}</div>
    ${messages(id, entries, listed)}`;
}

function errors(entries: readonly IndexedItem[]): Html | undefined {
  const counts = countsOf(entries.map((entry) => errorText(entry)).filter((text) => text !== ''));
  if (counts.length === 0) return undefined;
  return html`<section class="card">
    <h2>Errors</h2>
    ${table({
      caption: 'Messages by error',
      columns: [
        { name: 'error', kind: 'words' },
        { name: 'messages', kind: 'number' },
        { name: 'share', kind: 'number' },
      ],
      rows: counts.map(([text, count]) => [text, numberText(count), percentText(count, entries.length)]),
    })}
  </section>`;
}

function messages(id: string, entries: readonly IndexedItem[], listed: string | undefined): Html {
  const chosen = entries.filter((entry) => (listed === undefined ? isFailure(entry) : stateOf(entry) === listed));
  const title = listed === undefined ? 'Failed messages' : `Messages in the state ${listed}`;
  const heading = html`<h2>${title}</h2>`;
  const back = listed !== undefined && html`<p><a href="${pathTo.batch(id)}">Back to the failed messages</a></p>`;
  if (chosen.length === 0) {
    return html`<section class="card">${heading}<p>No message of this batch has failed.</p>${back}</section>`;
  }
  return html`<section class="card">
    ${heading}${back}
    ${table({
      caption: title,
      narrow: 'stacks',
      columns: [
        { name: 'state' },
        { name: 'umid' },
        { name: 'detail' },
        { name: 'error', kind: 'words' },
        { name: 'last status' },
      ],
      rows: chosen
        .slice(0, MAX_LISTED)
        .map((entry) => [
          stateBadge(stateOf(entry)),
          html`<a class="id" href="${pathTo.message(entry.umid)}">${entry.umid}</a>`,
          entry.detail,
          errorText(entry),
          timeElement(entry.statusTimestamp, 'second'),
        ]),
    })}
    ${chosen.length > MAX_LISTED && html`<p class="note">The first ${MAX_LISTED} of ${countText(chosen.length, 'message')}. <code>${toolName()} find --batch ID --limit COUNT</code> lists more.</p>`}
  </section>`;
}

function stateOf({ state = '' }: IndexedItem): string {
  return state;
}

/** Most frequent first, then by name. */
function countsOf(texts: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1));
}
