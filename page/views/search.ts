import { MAX_RESULTS, type SearchResult } from '../../lookup/search.ts';
import type { SearchText } from '../../lookup/search-text.ts';
import { readableItem } from '../../lookup/stored-item.ts';
import { withEscapes } from '../../toolbox/text.ts';
import type { Dates } from '../dates.ts';
import { type Html, html } from '../html.ts';
import { pathTo } from './links.ts';
import { messageList } from './messages.ts';
import { countText, phoneText } from './text.ts';
import type { View } from './view.ts';

/** The same search, and that for the number that was possibly meant: sealed, for addresses. */
export interface SealedTexts {
  readonly query: string;
  readonly meant: string | undefined;
}

/** @param query - as it was typed */
export function searchPage(
  query: string,
  sealed: SealedTexts,
  { text, number, meant }: SearchText,
  result: SearchResult,
  dates: Dates,
  view: View,
): Html {
  const { messages, batches, stop, notSearched } = result;
  return html`<p class="kind">Search</p>
    ${result.isNumber ? html`<h1>Messages to ${phoneText(number?.text ?? text)}</h1>` : html`<h1 class="id">${withEscapes(query)}</h1>`}
    ${notSearched.map((why) => html`<p class="card note">${why}</p>`)}
    ${meant !== undefined && sealed.meant !== undefined && html`<p class="card">Did you mean <a href="${pathTo.found(sealed.meant)}">${phoneText(meant)}</a>? A number needs its country code.</p>`}
    ${stop !== undefined && html`<p class="card">This number asked for no more messages (STOP), ${view.times.at(stop.receivedAt)}${view.may('setAside') && html`: <a href="${pathTo.setAsideBody(stop.id)}">see the inbound SMS</a>`}.</p>`}
    ${batches.map((id) => html`<p class="card">There is a batch of this id: <a href="${pathTo.batch(id)}">see the messages of ${id}</a>.</p>`)}
    ${messages.length > 0 ? found(query, sealed.query, result, dates, view) : batches.length === 0 && nothing(dates, view)}
    ${(result.isNumber || isFiltered(dates)) && dateFilter(sealed.query, dates, view)}`;
}

function found(
  query: string,
  sealed: string,
  { messages, hasMore, before }: SearchResult,
  dates: Dates,
  view: View,
): Html {
  return html`<section class="card">
    <h2>${hasMore ? `The ${dates.before === undefined ? 'first' : 'next'} ${messages.length} messages` : countText(messages.length, 'message')}</h2>
    <p class="note pages"><a href="${pathTo.foundCsv(sealed, { ...dates })}">Download as CSV</a></p>
    ${messageList('Messages that were found', messages.map(readableItem), view.times)}
    ${dates.before !== undefined && html`<p class="note"><a href="${pathTo.found(sealed, { ...dates, before: undefined })}">Back to the newest</a></p>`}
    ${before !== undefined && html`<p class="note"><a href="${pathTo.found(sealed, { ...dates, before })}">Next ${MAX_RESULTS}</a></p>`}
    ${hasMore && before === undefined && html`<p class="note">There are more: ${view.command('find', { 'client-message-id': query, limit: '10000' })}</p>`}
  </section>`;
}

function dateFilter(sealed: string, { from, to }: Dates, { times }: View): Html {
  return html`<form class="card choice" action="${pathTo.found(sealed)}" method="get">
    <label for="from">First received from</label> <input id="from" name="from" type="date" value="${from}">
    <label for="to">to</label> <input id="to" name="to" type="date" value="${to}">
    <button type="submit">Show</button>
    <p class="quiet">Whole days in ${times.zoneText}.</p>
  </form>`;
}

function isFiltered({ from, to }: Dates): boolean {
  return Boolean(from ?? to);
}

function nothing(dates: Dates, { arrival, may }: View): Html {
  if (isFiltered(dates))
    return html`<section class="card problem"><p>There is no message to this number in these days.</p></section>`;
  return html`<section class="card problem">
    <p>Nothing was found. No recorded receipt has this number, message id, umid or batch, or the items have expired.</p>
    <h2>What to do</h2>
    <ul>
      <li>Check the spelling. Your own message ids and batch ids have upper and lower case; in a umid it makes no difference.</li>
      <li>Give a number with its country code, such as +12025550293.</li>
      ${may('setAside') && html`<li>See whether the receipt is among the <a href="${pathTo.setAside()}">set-aside bodies</a>.</li>`}
      <li>${arrival}</li>
    </ul>
  </section>`;
}
