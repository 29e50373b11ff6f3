import { SET_ASIDE_REASONS, type SetAsideItem, type SetAsideReason } from '../../../contract/set-aside-item.ts';
import type { SetAsideEntry } from '../../set-aside/read.ts';
import { toolName } from '../../terminal/command-line.ts';
import { numberText } from '../../text/numbers.ts';
import { type Html, html } from '../html.ts';
import { pathTo } from './links.ts';
import { table } from './table.ts';
import { countText, preformatted, timeElement } from './text.ts';

const MAX_LISTED = 100;
const SHOWN_DIGITS = 12;
const SHOWN_ISSUES = 3;

export function isReason(text: string): text is SetAsideReason {
  return Object.hasOwn(SET_ASIDE_REASONS, text);
}

/**
 * @param entries - all of them, newest first
 * @param reason - of those to list; undefined for all
 */
export function setAsidePage(entries: readonly SetAsideEntry[], reason: string | undefined): Html {
  const chosen = entries.filter((entry) => reason === undefined || entry.reason === reason);
  return html`<h1>Set-aside bodies</h1>
    <p class="lead">Bodies that the endpoint received and could not record, newest first. Copies of a body are listed once.</p>
    ${entries.length > 0 && filters(entries, reason)}
    ${chosen.length === 0 ? html`<p class="card">Nothing is set aside.</p>` : list(chosen)}`;
}

export function setAsideBodyPage({ id, reason, problems, body, contentType, count, ...item }: SetAsideItem): Html {
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
        <div><dt>First</dt><dd>${timeElement(item.firstReceivedAt)}</dd></div>
        <div><dt>Last</dt><dd>${timeElement(item.lastReceivedAt)}</dd></div>
        <div><dt>Content type</dt><dd>${contentType ?? 'none'}</dd></div>
      </dl>
    </section>
    <section class="card">
      <h2>${isText ? 'The body' : 'The body, which is not text, in base64'}</h2>
      ${preformatted(isText ? body : Buffer.from(body).toString('base64'))}
    </section>
    <p class="note">To replay it after an upgrade: <code>${toolName()} set-aside replay --id ${id.slice(0, SHOWN_DIGITS)}</code></p>`;
}

function filters(entries: readonly SetAsideEntry[], chosen: string | undefined): Html {
  const counts = new Map<SetAsideReason, number>();
  for (const { reason } of entries) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const link = (name: string, count: number, reason?: string): Html =>
    html`<li><a href="${pathTo.setAside(reason)}" ${reason === chosen && html`aria-current="true"`}>${name} <span class="quiet">${numberText(count)}</span></a></li>`;
  return html`<nav aria-label="Reasons"><ul class="filters">
    ${link('All', entries.length)}${[...counts].map(([reason, count]) => link(SET_ASIDE_REASONS[reason] ?? reason, count, reason))}
  </ul></nav>`;
}

function list(entries: readonly SetAsideEntry[]): Html {
  return html`<section class="card">
    ${table({
      caption: 'Set-aside bodies, newest first',
      narrow: 'stacks',
      columns: [
        { name: 'body' },
        { name: 'reason', kind: 'words' },
        { name: 'issues', kind: 'words' },
        { name: 'times', kind: 'number' },
        { name: 'last received' },
      ],
      rows: entries
        .slice(0, MAX_LISTED)
        .map(({ id, reason, problems, count, lastReceivedAt }) => [
          html`<a class="id" href="${pathTo.setAsideBody(id)}">${id.slice(0, SHOWN_DIGITS)}</a>`,
          SET_ASIDE_REASONS[reason] ?? reason,
          problems.length === 0
            ? html`<span class="quiet">none</span>`
            : html`<ul class="issues">${problems.slice(0, SHOWN_ISSUES).map(issue)}</ul>${problems.length > SHOWN_ISSUES && html`<span class="quiet">and ${countText(problems.length - SHOWN_ISSUES, 'more issue')}</span>`}`,
          numberText(count),
          timeElement(lastReceivedAt, 'second'),
        ]),
    })}
    ${entries.length > MAX_LISTED && html`<p class="note">The newest ${MAX_LISTED} of ${numberText(entries.length)}. <code>${toolName()} set-aside list</code> lists them all.</p>`}
  </section>`;
}

function issue({ pointer, detail }: { readonly pointer: string; readonly detail: string }): Html {
  return html`<li><code>${pointer || 'the body'}</code> ${detail}</li>`;
}
