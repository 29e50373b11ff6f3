import type { ReceiptItemStatus } from '../../../contract/receipt-item.ts';
import { COARSE_CLOCK_NOTE, durationText, errorText, gapsOf } from '../../text/message.ts';
import type { IndexedItem } from '../../lookup/query-index.ts';
import { type Html, html, type Value } from '../html.ts';
import { pathTo } from './links.ts';
import { classOf, isFailure, stateBadge } from './status.ts';
import { preformatted, timeElement } from './text.ts';

/**
 * One message: its state, its history and its details.
 *
 * @param item - only its umid is certain, because something else may have written it
 */
export function messagePage(item: IndexedItem): Html {
  return html`<p class="kind">Message</p>
    <h1 class="id">${item.umid}</h1>
    ${outcome(item)}
    <div class="cards">
      <section class="card">
        <h2>History</h2>
        ${timeline(item.history ?? [])}
      </section>
      <section class="card">
        <h2>Details</h2>
        ${details(item)}
      </section>
    </div>
    <details class="card">
      <summary>The whole item as JSON</summary>
      ${preformatted(JSON.stringify(item, null, 2))}
    </details>`;
}

function outcome({ state = '', ...item }: IndexedItem): Html {
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

function details(item: IndexedItem): Html {
  const { smsCount, priceTotal, pricePerSms, priceCurrency } = item;
  const price = [priceTotal, priceCurrency].filter((part) => part !== undefined).join(' ');
  const perSms = pricePerSms !== undefined && smsCount !== undefined && ` (${smsCount} × ${pricePerSms})`;
  const rows: readonly (readonly [string, Value])[] = [
    ['From', item.source],
    [
      'To',
      item.destination !== undefined && html`<a href="${pathTo.search(item.destination)}">${item.destination}</a>`,
    ],
    ['Sub-account', item.subAccountId],
    ['Client message id', item.clientMessageId],
    ['Batch', item.batchId !== undefined && html`<a href="${pathTo.batch(item.batchId)}">${item.batchId}</a>`],
    ['Client batch id', item.clientBatchId],
    ['Price', price !== '' && html`${price}${perSms}`],
    ['SMS segments', smsCount],
    ['First receipt', timeElement(item.firstReceivedAt)],
    ['Last receipt', timeElement(item.lastReceivedAt)],
    ['Kept until', timeElement(dateOf(item.expiresAt))],
  ];
  return html`<dl>${rows.map(([name, value]) => isGiven(value) && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function timeline(history: readonly ReceiptItemStatus[]): Html {
  const gaps = gapsOf(history);
  return html`<ol class="timeline">${history.map((entry, at) => timelineEntry(entry, gaps[at]))}</ol>
    ${gaps.some((gap) => gap !== undefined && gap < 0) && html`<p class="quiet">${COARSE_CLOCK_NOTE}</p>`}`;
}

function timelineEntry(entry: ReceiptItemStatus, gap: number | undefined): Html {
  const error = errorText(entry);
  return html`<li class="${classOf(entry.state)}">
    <p>${stateBadge(entry.state)} ${entry.detail !== undefined && html`<span class="detail">${entry.detail}</span>`}</p>
    ${error !== '' && html`<p class="${isFailure(entry) ? 'error' : 'quiet'}">${error}</p>`}
    <p class="times">${timeElement(entry.timestamp)} ${gap !== undefined && gap >= 0 && html`<span class="gap">+${durationText(gap)}</span>`}</p>
    <p class="quiet">${entry.origin === undefined ? 'received' : 'taken from the log of 8x8'} ${timeElement(entry.receivedAt)}</p>
  </li>`;
}

function isGiven(value: Value): boolean {
  return value !== undefined && value !== false && value !== '';
}

/** Undefined if the item has no expiry, or one that is not a valid date. */
function dateOf(epochSeconds: number | undefined): string | undefined {
  const date = new Date((epochSeconds ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 'YYYY-MM-DD'.length);
}
