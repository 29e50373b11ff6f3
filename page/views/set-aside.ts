import { SET_ASIDE_REASONS, type SetAsideItem, type SetAsideReason } from '../../contract/set-aside-item.ts';
import { numberText } from '../../lookup/numbers.ts';
import type { BoundedCount, ListedEntries, Selection } from '../../lookup/set-aside/list.ts';
import { SHOWN_DIGITS } from '../../lookup/set-aside/list.ts';
import { type Html, html } from '../html.ts';
import { pathTo } from './links.ts';
import { table } from './table.ts';
import { countText, preformatted } from './text.ts';
import type { Times } from './times.ts';
import type { View } from './view.ts';

const SHOWN_ISSUES = 3;

export function isReason(text: string): text is SetAsideReason {
  return Object.hasOwn(SET_ASIDE_REASONS, text);
}

export interface SetAsideList extends ListedEntries {
  /** Undefined if they are not known. */
  readonly counts: readonly BoundedCount[] | undefined;
}

/** @param selection - of the entries */
export function setAsidePage(listed: SetAsideList, selection: Selection, times: Times): Html {
  const { entries, counts, readWhole } = listed;
  return html`<h1>Set-aside bodies</h1>
    <p class="lead">Bodies that the endpoint received and could not record, newest first. Copies of a body are listed once.</p>
    ${readWhole !== undefined && html`<p class="card note">${readWhole}</p>`}
    ${filters(counts, selection.reason)}
    ${entries.length === 0 ? html`<p class="card">Nothing is set aside.</p>` : list(listed, selection, times)}`;
}

export function setAsideBodyPage(
  { id, reason, problems, body, contentType, count, ...item }: SetAsideItem,
  { times, command }: View,
): Html {
  const isText = typeof body === 'string';
  return html`<p class="kind">Set-aside body</p>
    <h1 class="id">${id}</h1>
    <div class="card outcome state-other">
      <p><strong>${SET_ASIDE_REASONS[reason] ?? reason}</strong> <span class="detail">${reason}</span></p>
      ${problems.length > 0 && html`<ul class="issues">${problems.map(issue)}</ul>`}
    </div>
    <section class="card">
      <h2>Received</h2>
      <dl>
        <div><dt>Times</dt><dd>${numberText(count)}</dd></div>
        <div><dt>First</dt><dd>${times.at(item.firstReceivedAt)}</dd></div>
        <div><dt>Last</dt><dd>${times.at(item.lastReceivedAt)} (${times.zoneText})</dd></div>
        <div><dt>Content type</dt><dd>${contentType ?? 'none'}</dd></div>
      </dl>
    </section>
    <section class="card">
      <h2>${isText ? 'The body' : 'The body, which is not text, in base64'}</h2>
      ${preformatted(isText ? body : Buffer.from(body).toString('base64'))}
    </section>
    <p class="note">To replay it after an upgrade: ${command('set-aside replay', { id: id.slice(0, SHOWN_DIGITS) })}</p>`;
}

function filters(counts: SetAsideList['counts'], chosen: SetAsideReason | undefined): Html {
  const link = (name: string, count: string, reason?: SetAsideReason): Html =>
    html`<li><a href="${pathTo.setAside(reason)}" ${reason === chosen && html`aria-current="true"`}>${name} <span class="quiet">${count}</span></a></li>`;
  const reasons = Object.keys(SET_ASIDE_REASONS) as SetAsideReason[];
  const ofReason = (reason: SetAsideReason) => counts?.filter((counted) => counted.reason === reason);
  const shown = reasons.filter((reason) => ofReason(reason)?.some(({ count }) => count > 0) ?? true);
  return html`${
    shown.length > 0 &&
    html`<nav aria-label="Reasons"><ul class="filters">
    ${link('All', sumText(counts))}${shown.map((reason) => link(SET_ASIDE_REASONS[reason], sumText(ofReason(reason)), reason))}
  </ul></nav>`
  }`;
}

function sumText(counts: SetAsideList['counts']): string {
  if (counts === undefined) return '';
  const sum = numberText(counts.reduce((total, { count }) => total + count, 0));
  return counts.every(({ isExact }) => isExact) ? sum : `${sum} or more`;
}

function list({ entries, before }: SetAsideList, { reason: chosen, before: start }: Selection, times: Times): Html {
  return html`<section class="card">
    ${table({
      caption: 'Set-aside bodies, newest first',
      columns: [
        { name: 'body' },
        { name: 'reason', kind: 'words' },
        { name: 'issues', kind: 'words' },
        { name: 'times', kind: 'number' },
        { name: `last received (${times.place})` },
      ],
      rows: entries.map(({ id, reason, problems, count, lastReceivedAt }) => [
        html`<a class="id" href="${pathTo.setAsideBody(id)}">${id.slice(0, SHOWN_DIGITS)}</a>`,
        SET_ASIDE_REASONS[reason] ?? reason,
        problems.length === 0
          ? html`<span class="quiet">none</span>`
          : html`<ul class="issues">${problems.slice(0, SHOWN_ISSUES).map(issue)}</ul>${problems.length > SHOWN_ISSUES && html`<span class="quiet">and ${countText(problems.length - SHOWN_ISSUES, 'more issue')}</span>`}`,
        numberText(count),
        times.at(lastReceivedAt),
      ]),
    })}
    ${start !== undefined && html`<p><a href="${pathTo.setAside(chosen)}">The newest bodies</a></p>`}
    ${before !== undefined && html`<p><a href="${pathTo.setAside(chosen, before)}">Older bodies</a></p>`}
  </section>`;
}

function issue({ pointer, detail }: { readonly pointer: string; readonly detail: string }): Html {
  return html`<li><code>${pointer || 'the body'}</code> ${detail}</li>`;
}
