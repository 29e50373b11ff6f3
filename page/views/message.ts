import { errorReasonOf } from '../../eight-by-eight/error-reasons.ts';
import { errorAdviceOf } from '../../lookup/error-advice.ts';
import {
  COARSE_CLOCK_NOTE,
  errorText,
  gapsOf,
  messageRows,
  outcomeText,
  type RowName,
} from '../../lookup/message-words.ts';
import { durationText } from '../../lookup/numbers.ts';
import { type ReadableEntry, type ReadableItem, readableItem, type StoredItem } from '../../lookup/stored-item.ts';
import { type Html, html, type Value } from '../html.ts';
import { pathTo } from './links.ts';
import { classOf, isFailure, stateBadge } from './status.ts';
import { countryText, phoneText, preformatted } from './text.ts';
import type { Times } from './times.ts';
import type { View } from './view.ts';

const FINAL = 'Final.';
const NOT_FINAL = 'Not final yet: 8x8 may still send an update.';

/** The heading of the page: the number, or what else names the message. */
function messageHeading({ destination, clientMessageId, umid }: ReadableItem): string {
  return destination === undefined ? (clientMessageId ?? umid) : phoneText(destination);
}

/**
 * One message: how it ended and what to do about it, its history and its details.
 *
 * @param later - a later message to the same number that was delivered
 * @param numberPath - the address of the messages to its number
 */
export function messagePage(
  stored: StoredItem,
  later: ReadableItem | undefined,
  numberPath: string | undefined,
  { times, may }: View,
): Html {
  const item = readableItem(stored);
  const country = countryText(item.destination);
  return html`<p class="kind">${item.destination === undefined ? 'Message' : 'Message to'}</p>
    <h1>${messageHeading(item)} ${country !== undefined && html`<span class="pill">${country}</span>`}</h1>
    ${outcome(item, later, times)}
    <div class="cards">
      <section class="card">
        <h2>What happened</h2>
        ${timeline(item.history, times)}
      </section>
      <section class="card">
        <h2>Details</h2>
        ${details(item, numberPath, times)}
      </section>
    </div>
    <details class="card">
      <summary>The whole item as JSON</summary>
      ${preformatted(JSON.stringify(stored, null, 2))}
    </details>
    ${may('activity') && html`<p class="note"><a href="${pathTo.activity({ umid: item.umid })}">Who looked at this message</a></p>`}`;
}

function outcome(item: ReadableItem, later: ReadableItem | undefined, times: Times): Html {
  const { errorCode, errorMessage } = item;
  const reason = errorReasonOf(errorCode);
  const operatorSays = errorMessage !== undefined && !reason?.startsWith(errorMessage) && errorMessage;
  return html`<section class="card outcome ${classOf(item)}">
    <p>${stateBadge(item)} <span class="quiet">${item.terminal ? FINAL : NOT_FINAL}</span></p>
    <h2>${outcomeText(item)}</h2>
    <p>${whenText(item, times)}</p>
    ${!!errorCode && html`<p>Error ${errorCode}: ${reason === undefined ? '8x8 does not document this code.' : html`“${reason}”.`} ${operatorSays && html`The operator says: ${operatorSays}`}</p>`}
    ${!errorCode && operatorSays && html`<p>The operator says: ${operatorSays}</p>`}
    ${isFailure(item) && adviceOn(errorCode)}
    ${later !== undefined && html`<p>A later message to this number was delivered: <a href="${pathTo.message(later.umid)}">${later.clientMessageId ?? later.umid}</a>, ${times.at(later.statusTimestamp)}.</p>`}
  </section>`;
}

/** The times of the first and the last status, and how long it took between them. */
function whenText({ history, statusTimestamp }: ReadableItem, times: Times): Html {
  const first = history[0]?.timestamp;
  const took = Date.parse(statusTimestamp ?? '') - Date.parse(first ?? '');
  return html`${first !== undefined && 'Began '}${times.at(first ?? statusTimestamp)}, ${times.zoneText}${took > 0 && html`; the last status came ${durationText(took)} later`}.`;
}

function adviceOn(errorCode: number | undefined): Html | false {
  const advice = errorAdviceOf(errorCode);
  if (errorCode === undefined || advice === undefined) return false;
  return html`<div class="columns">
      <div><h3>Tell the customer</h3><p>${advice.tell}</p></div>
      <div><h3>What to do</h3><p>${advice.action}</p></div>
    </div>
    <p class="quiet">${advice.permanent ? 'Usually permanent.' : 'Usually temporary.'} The advice is ours, not that of 8x8. <a href="${pathTo.error(errorCode)}">More on error ${errorCode}</a></p>`;
}

const NAMES: Readonly<Record<RowName, string>> = {
  from: 'Sender',
  to: 'Number',
  'sub-account': 'Sub-account',
  'client message id': 'Your message id',
  batch: 'Batch',
  'client batch id': 'Your batch id',
  price: 'Price',
  segments: 'Segments',
  received: 'Received',
  'kept until': 'Kept until',
};

function details(item: ReadableItem, numberPath: string | undefined, times: Times): Html {
  const row = (name: string, value: Value): Html => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<dl>${row('Message id (umid)', html`<span class="id">${item.umid}</span>`)}${messageRows(item).map(
    ([name, value]) => row(NAMES[name], rowValue(name, value, item, numberPath, times)),
  )}</dl>`;
}

function rowValue(
  name: RowName,
  value: string,
  item: ReadableItem,
  numberPath: string | undefined,
  times: Times,
): Value {
  if (name === 'to' && numberPath !== undefined) return html`<a href="${numberPath}">${value}</a>`;
  if (name === 'batch') return html`<a href="${pathTo.batch(value)}">${value}</a>`;
  if (name === 'received') return html`${times.at(item.firstReceivedAt)} to ${times.at(item.lastReceivedAt)}`;
  return name === 'kept until' && item.expiresAt !== undefined ? times.day(item.expiresAt * 1000) : value;
}

function timeline(history: readonly ReadableEntry[], times: Times): Html {
  const gaps = gapsOf(history);
  return html`<ol class="timeline">${history.map((entry, at) => timelineEntry(entry, gaps[at], times))}</ol>
    ${gaps.some((gap) => gap !== undefined && gap < 0) && html`<p class="quiet">${COARSE_CLOCK_NOTE}</p>`}`;
}

function timelineEntry(entry: ReadableEntry, gap: number | undefined, times: Times): Html {
  const error = errorText(entry);
  return html`<li class="${classOf(entry)}">
    <p>${stateBadge(entry)} ${entry.detail !== undefined && html`<span class="detail">${entry.detail}</span>`}</p>
    ${error !== '' && html`<p class="${isFailure(entry) ? 'error' : 'quiet'}">${error}</p>`}
    <p class="times">${times.at(entry.timestamp)} ${gap !== undefined && gap >= 0 && html`<span class="gap">+${durationText(gap)}</span>`}</p>
    <p class="quiet">${entry.origin === undefined ? 'received' : 'taken from the log of 8x8'} ${times.at(entry.receivedAt)}</p>
  </li>`;
}
