import { summarizeBatch } from '../../lookup/batch.ts';
import { errorText, statusText } from '../../lookup/message-words.ts';
import { numberText, percentText } from '../../lookup/numbers.ts';
import type { ReadableItem } from '../../lookup/stored-item.ts';
import { toolName } from '../../toolbox/command-line.ts';
import { type Html, html } from '../html.ts';
import { bar } from './chart.ts';
import { pathTo } from './links.ts';
import { classOf, isFailure, stateBadge } from './status.ts';
import { table } from './table.ts';
import { countText, timeElement } from './text.ts';

/** The tool lists all messages. */
const MAX_LISTED = 200;

export function isListable(entries: readonly ReadableItem[], state: string): boolean {
  return entries.some((entry) => stateOf(entry) === state);
}

/** @param listed - the state of the messages to list; undefined for those that failed */
export function batchPage(id: string, entries: readonly ReadableItem[], listed?: string): Html {
  const { messages, ended, states, errors } = summarizeBatch(id, entries);
  const inWords = states.map(({ count, ...status }) => `${statusText(status)} ${count}`).join('; ');
  const counts = (count: number) => [numberText(count), percentText(count, messages)];
  return html`<p class="kind">Batch</p>
    <h1 class="id">${id}</h1>
    <div class="cards"><section class="card">
      <h2>States</h2>
      <p class="figure"><strong>${numberText(messages)}</strong> ${messages === 1 ? 'message' : 'messages'}, ${numberText(ended)} of them in a terminal state</p>
      ${bar(
        `Messages by state: ${inWords}.`,
        states.map(({ state, count }) => ({ style: classOf(state), value: count })),
      )}
      ${table({
        caption: 'Messages by state',
        columns: [{ name: 'state' }, { name: 'messages', kind: 'number' }, { name: 'share', kind: 'number' }],
        rows: states.map(({ state, detail, count }) => [
          html`<a class="plain" href="${pathTo.batch(id, state)}">${stateBadge(state)}</a> ${detail}`,
          ...counts(count),
        ]),
      })}
    </section>
    ${
      errors.length > 0 &&
      html`<section class="card">
      <h2>Errors</h2>
      ${table({
        caption: 'Messages by error',
        columns: [
          { name: 'error', kind: 'words' },
          { name: 'messages', kind: 'number' },
          { name: 'share', kind: 'number' },
        ],
        rows: errors.map(({ count, ...error }) => [errorText(error), ...counts(count)]),
      })}
    </section>`
    }</div>
    ${list(id, entries, listed)}`;
}

function list(id: string, entries: readonly ReadableItem[], listed: string | undefined): Html {
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

function stateOf({ state = '' }: ReadableItem): string {
  return state;
}
