import { numberText, percentText } from '../../lookup/numbers.ts';
import { type Html, html } from '../html.ts';
import type { AlarmNow, Operations, Rate } from '../operations.ts';
import { countText } from './text.ts';
import type { View } from './view.ts';

/** @param operations - or the reason why there are none */
export function nowPage(operations: Operations | string, { times, arrival }: View): Html {
  return html`<h1>Now</h1>
    <p class="lead">Whether receipts arrive, and whether messages do.</p>
    ${
      typeof operations === 'string'
        ? html`<p class="card note">It cannot be read: ${operations}</p>`
        : html`${alarms(operations.alarms, times)}
    <section class="card">
      <dl>
        <div><dt>Last receipt</dt><dd>${operations.lastReceiptAt === undefined ? 'None in the last week' : html`${times.at(operations.lastReceiptAt)}, ${times.zoneText}`}</dd></div>
        <div><dt>Delivered in the last hour</dt><dd>${rateText(operations.lastHour)}</dd></div>
        <div><dt>The same hour last week</dt><dd>${rateText(operations.weekBefore)}</dd></div>
        ${Object.entries(operations.queues).map(([name, count]) => html`<div><dt>${name}</dt><dd>${count === 0 ? 'Empty' : count === 1 ? '1 body waits' : `${numberText(count)} bodies wait`}</dd></div>`)}
      </dl>
    </section>
    <p class="note">${operations.origin} ${arrival}</p>`
    }`;
}

function alarms(on: readonly AlarmNow[] | undefined, times: View['times']): Html {
  if (on === undefined) return html`<p class="card">Local tables have no alarms.</p>`;
  if (on.length === 0) return html`<p class="card">No alarm is on.</p>`;
  return html`<section class="card problem">
    <h2>${countText(on.length, 'alarm')} on</h2>
    ${on.map(({ name, description, since }) => html`<h3>${name}</h3><p class="quiet">since ${times.at(since)}</p>${description.split('\n').map((line) => html`<p>${line}</p>`)}`)}
  </section>`;
}

function rateText({ delivered, final }: Rate): string {
  if (final === 0) return 'No final answer';
  return `${percentText(delivered, final)}: ${numberText(delivered)} of ${countText(final, 'final answer')}`;
}
