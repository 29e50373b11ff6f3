import { raw } from 'hono/html';
import { type MessageOutcome, outcomeOf } from '../../lambda/receipt/status-order.ts';
import { summarizeBatch } from '../../lookup/batch.ts';
import { errorText } from '../../lookup/message-words.ts';
import { numberText, percentText } from '../../lookup/numbers.ts';
import type { ReadableItem } from '../../lookup/stored-item.ts';
import { type Html, html } from '../html.ts';
import { bar } from './chart.ts';
import { pathTo } from './links.ts';
import { messageList } from './messages.ts';
import { legend, OUTCOMES, outcomeClass, stateBadge } from './status.ts';
import { table } from './table.ts';
import { countText } from './text.ts';
import type { Times } from './times.ts';

/** Messages on a page of the list. */
export const LISTED_MESSAGES = 100;

/** Which messages of a batch are listed: by one of these. */
export interface BatchFilter {
  readonly outcome?: MessageOutcome | undefined;
  readonly error?: number | undefined;
  readonly state?: string | undefined;
}

/** A part of the messages that a filter leaves. */
export interface ListedPart {
  readonly messages: readonly ReadableItem[];
  /** How many the filter leaves. */
  readonly total: number;
  /** How many of them come before. */
  readonly skipped: number;
}

export function isOutcome(text: string | undefined): text is MessageOutcome {
  return text !== undefined && Object.hasOwn(OUTCOMES, text);
}

export function matches({ outcome, error, state }: BatchFilter): (entry: ReadableItem) => boolean {
  if (error !== undefined) return ({ errorCode }) => errorCode === error;
  if (state !== undefined) return (entry) => (entry.state ?? '') === state;
  return (entry) => outcome === undefined || outcomeOf({ state: entry.state ?? '', detail: entry.detail }) === outcome;
}

/** @param entries - of the index: all messages of the batch */
export function batchPage(
  id: string,
  entries: readonly ReadableItem[],
  filter: BatchFilter,
  part: ListedPart,
  times: Times,
): Html {
  const { messages, states, ...summary } = summarizeBatch(id, entries);
  const { clientBatchId } = part.messages.find((item) => item.clientBatchId !== undefined) ?? {};
  const outcomes = Object.keys(OUTCOMES) as MessageOutcome[];
  return html`<p class="kind">Batch${clientBatchId !== undefined && html` ${clientBatchId} (your id)`}</p>
    <h1 class="id">${id}</h1>
    <section class="card">
      <h2 class="visually-hidden">Outcomes</h2>
      <p class="figure"><strong>${percentText(summary.delivered, messages)}</strong> delivered: ${numberText(summary.delivered)} of ${countText(messages, 'message')} · ${numberText(summary.failed)} failed · ${numberText(summary.open)} without an answer yet</p>
      ${bar(
        `Messages by outcome: ${outcomes.map((outcome) => `${OUTCOMES[outcome]} ${summary[outcome]}`).join('; ')}.`,
        outcomes.map((outcome) => ({ style: outcomeClass(outcome), value: summary[outcome] })),
      )}
      ${legend(outcomes.map((outcome) => [outcome, OUTCOMES[outcome], summary[outcome]]))}
      <details>
        <summary>States as 8x8 names them</summary>
        ${table({
          caption: 'Messages by state',
          columns: [{ name: 'state' }, { name: 'messages', kind: 'number' }, { name: 'share', kind: 'number' }],
          rows: states.map(({ count, ...status }) => [
            html`<a class="plain" href="${pathTo.batch(id, { state: status.state })}">${stateBadge(status)}</a> ${status.detail}`,
            numberText(count),
            percentText(count, messages),
          ]),
        })}
      </details>
    </section>
    ${filters(id, { messages, ...summary }, filter)}
    ${list(id, filter, part, times)}`;
}

type Counts = Omit<ReturnType<typeof summarizeBatch>, 'states' | 'batchId'>;

function filters(id: string, { messages, errors, ...counts }: Counts, chosen: BatchFilter): Html {
  const link = (name: string, count: number, query: Record<string, string>, isChosen: boolean): Html =>
    html`<li><a href="${pathTo.batch(id, query)}" ${isChosen && raw('aria-current="true"')}>${name} <span class="quiet">${numberText(count)}</span></a></li>`;
  const byOutcome = (name: string, outcome: MessageOutcome): Html =>
    link(name, counts[outcome], { show: outcome }, chosen.outcome === outcome);
  const isAll = Object.values(chosen).every((value) => value === undefined);
  return html`<nav aria-label="Messages"><ul class="filters">
    ${link('All', messages, { show: 'all' }, isAll)}${byOutcome('Delivered', 'delivered')}${byOutcome('Failed', 'failed')}
    ${errors.map(({ errorCode, count }) => link(errorText({ errorCode }), count, { error: `${errorCode}` }, chosen.error === errorCode))}
    ${byOutcome('No answer yet', 'open')}
  </ul></nav>`;
}

function list(id: string, filter: BatchFilter, { messages, total, skipped }: ListedPart, times: Times): Html {
  const title = titleOf(filter);
  if (total === 0) return html`<section class="card"><h2>${title}</h2><p>${nothing(filter)}</p></section>`;
  const query = {
    show: filter.outcome ?? (titleOf(filter) === ALL ? 'all' : undefined),
    error: filter.error?.toString(),
    state: filter.state,
  };
  const pageFrom = (from: number) => pathTo.batch(id, { ...query, ...(from > 0 && { after: `${from}` }) });
  const next = skipped + messages.length;
  return html`<section class="card">
    <h2>${title}</h2>
    <p class="note pages"><a href="${pathTo.batchCsv(id, query)}">Download ${total === 1 ? 'it' : `these ${numberText(total)}`} as CSV</a></p>
    ${messageList(title, messages, times)}
    <p class="note pages">${numberText(skipped + 1)} to ${numberText(next)} of ${numberText(total)}
      ${skipped > 0 && html`<a href="${pageFrom(Math.max(0, skipped - LISTED_MESSAGES))}">Previous ${LISTED_MESSAGES}</a>`}
      ${next < total && html`<a href="${pageFrom(next)}">Next ${LISTED_MESSAGES}</a>`}</p>
  </section>`;
}

const ALL = 'All messages';

function titleOf({ outcome, error, state }: BatchFilter): string {
  if (error !== undefined) return `Messages with ${errorText({ errorCode: error })}`;
  if (state !== undefined) return `Messages in the state ${state}`;
  const titles = {
    delivered: 'Delivered messages',
    failed: 'Failed messages',
    open: 'Messages without an answer yet',
  } as const satisfies Record<MessageOutcome, string>;
  return outcome === undefined ? ALL : titles[outcome];
}

function nothing({ outcome }: BatchFilter): string {
  return outcome === 'failed' ? 'No message of this batch has failed.' : 'There is none.';
}
