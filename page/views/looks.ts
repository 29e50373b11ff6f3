import { raw } from 'hono/html';
import type { Look, LookKind, LookQuery } from '../../contract/page.ts';
import { SHOWN_DIGITS } from '../../lookup/set-aside/list.ts';
import { truncate } from '../../toolbox/text.ts';
import type { Looks } from '../door.ts';
import { type Html, html, type Value } from '../html.ts';
import { pathTo } from './links.ts';
import { LONGEST_ID, shortId } from './messages.ts';
import { table } from './table.ts';
import { countText } from './text.ts';
import type { Times } from './times.ts';

/** Days to choose from. The log of the page is kept 400 days, unless the deployment sets another time. */
export const PERIODS = [1, 7, 30, 400] as const;

/** Which looks are listed. */
export interface LookSelection {
  readonly umid: string | undefined;
  readonly days: number;
}

const LISTED_LOOKS = 200;
/** Of a look, as links. */
const LISTED_MESSAGES = 3;

const KINDS: Readonly<Record<LookKind, string>> = {
  search: 'searched',
  message: 'opened a message',
  batch: 'opened a batch',
  'set-aside': 'opened a set-aside body',
  download: 'downloaded a list',
  insights: 'opened the insights',
  activity: 'read who looked at what',
  forget: 'deleted with forget',
  'sign-in': 'signed in',
  'sign-out': 'signed out',
};
const QUERIES: Readonly<Record<LookQuery, string>> = {
  number: 'for a number',
  umid: 'for a umid',
  batch: 'for a batch',
  text: 'for an id',
};

/** @param looks - or the reason why they are not known */
export function looksPage(looks: Looks | string, selection: LookSelection, times: Times): Html {
  const { umid } = selection;
  return html`${
    umid === undefined
      ? html`<h1>Activity</h1><p class="lead">Who looked at what, newest first.</p>`
      : html`<h1>Who looked at this message</h1><p class="lead">Message <a class="id" href="${pathTo.message(umid)}">${umid}</a>, newest first.</p>`
  }
    ${choice(selection)}
    ${typeof looks === 'string' ? html`<p class="card note">The log cannot be read: ${looks}</p>` : list(looks, times)}`;
}

function choice({ umid, days: chosen }: LookSelection): Html {
  return html`<form class="card choice" action="${pathTo.activity()}" method="get">
    ${umid !== undefined && html`<input type="hidden" name="umid" value="${umid}">`}
    <label for="days">In the last</label>
    <select id="days" name="days">${PERIODS.map((days) => html`<option value="${days}" ${days === chosen && raw('selected')}>${countText(days, 'day')}</option>`)}</select>
    <button type="submit">Show</button>
  </form>`;
}

function list({ looks, isComplete }: Looks, times: Times): Html {
  if (looks.length === 0) return html`<p class="card">Nobody looked in this time.</p>`;
  return html`<section class="card">
    ${table({
      caption: 'Who looked at what',
      columns: [
        { name: `time (${times.place})` },
        { name: 'who', kind: 'words' },
        { name: 'what' },
        { name: 'shown' },
        { name: 'reason' },
      ],
      rows: looks
        .slice(0, LISTED_LOOKS)
        .map((look) => [times.at(look.time), look.email ?? look.subject, whatText(look), shown(look), look.reason]),
    })}
    ${(!isComplete || looks.length > LISTED_LOOKS) && html`<p class="note">These are the newest; the log of the page has the others. Choose a shorter time to see fewer.</p>`}
  </section>`;
}

function whatText({ kind, query, numberHash }: Look): Value {
  return html`${KINDS[kind] ?? kind} ${query !== undefined && (QUERIES[query] ?? query)} ${numberHash !== undefined && html`<span class="quiet">${numberHash}</span>`}`;
}

function shown({ batchId, setAsideId, umids = [] }: Look): Html {
  const links = [
    ...(batchId === undefined
      ? []
      : [
          html`batch <a class="id" href="${pathTo.batch(batchId)}" title="${batchId}">${truncate(batchId, LONGEST_ID)}</a>`,
        ]),
    ...(setAsideId === undefined
      ? []
      : [html`<a class="id" href="${pathTo.setAsideBody(setAsideId)}">${setAsideId.slice(0, SHOWN_DIGITS)}</a>`]),
    ...umids
      .slice(0, LISTED_MESSAGES)
      .map((umid) => html`<a class="id" href="${pathTo.message(umid)}" title="${umid}">${shortId(umid)}</a>`),
  ];
  const more = umids.length - LISTED_MESSAGES;
  return html`${links.map((link, at) => html`${at > 0 && ', '}${link}`)}${more > 0 && ` and ${countText(more, 'more message')}`}`;
}
