import { errorText } from '../../lookup/message-words.ts';
import { readableItem } from '../../lookup/stored-item.ts';
import { toolName } from '../../toolbox/command-line.ts';
import { withEscapes } from '../../toolbox/text.ts';
import { type Html, html } from '../html.ts';
import type { SearchResult } from '../search.ts';
import { pathTo } from './links.ts';
import { stateBadge } from './status.ts';
import { table } from './table.ts';
import { countText, timeElement } from './text.ts';

export function searchPage(query: string, result: SearchResult): Html {
  const { messages, isBatch, notSearched } = result;
  return html`<p class="kind">Search</p>
    <h1 class="id">${withEscapes(query)}</h1>
    ${notSearched.map((why) => html`<p class="card note">${why}</p>`)}
    ${isBatch && html`<p class="card">There is a batch of this id: <a href="${pathTo.batch(query)}">see its states</a>.</p>`}
    ${messages.length > 0 ? found(query, result) : !isBatch && nothing()}`;
}

function found(query: string, { messages, hasMore, before }: SearchResult): Html {
  return html`<section class="card">
    <h2>${countText(messages.length, 'message')}</h2>
    ${table({
      caption: 'Messages that were found',
      narrow: 'stacks',
      columns: [
        { name: 'state' },
        { name: 'umid' },
        { name: 'detail' },
        { name: 'error', kind: 'words' },
        { name: 'to' },
        { name: 'client message id' },
        { name: 'last status' },
      ],
      rows: messages
        .map(readableItem)
        .map((item) => [
          stateBadge(item.state ?? ''),
          html`<a class="id" href="${pathTo.message(item.umid)}">${item.umid}</a>`,
          item.detail,
          errorText(item),
          item.destination,
          item.clientMessageId,
          timeElement(item.statusTimestamp, 'second'),
        ]),
    })}
    ${before !== undefined && html`<p><a href="${pathTo.search(query, before)}">Older messages to this number</a></p>`}
    ${hasMore && before === undefined && html`<p class="note">There are more. <code>${toolName()} find --limit COUNT</code> lists them.</p>`}
  </section>`;
}

function nothing(): Html {
  return html`<section class="card problem">
    <p>Nothing was found. No recorded receipt has this umid, message id, number or batch, or the items have expired.</p>
    <h2>What to do</h2>
    <ul>
      <li>Check the spelling. Your own message ids and batch ids have upper and lower case; in a umid it makes no difference.</li>
      <li>Give a number with its country code, such as +12025550293.</li>
      <li>See whether the receipt is among the <a href="${pathTo.setAside()}">set-aside bodies</a>.</li>
      <li>Run <code>${toolName()} check</code>, which shows whether receipts arrive.</li>
    </ul>
  </section>`;
}
