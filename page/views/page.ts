import { raw } from 'hono/html';
import { PAGE_PATHS } from '../../contract/page.ts';
import { MAX_REASON } from '../choices.ts';
import { type Html, html } from '../html.ts';
import type { Right } from '../rights.ts';
import type { Viewer } from '../viewer.ts';
import { pathTo } from './links.ts';
import type { Times } from './times.ts';
import type { View } from './view.ts';

export interface Frame {
  readonly title: string;
  readonly content: Html;
  /** The source of the data. */
  readonly source: string;
  /** Address of dynamodb-admin. */
  readonly tablesUrl: string | undefined;
  readonly view: View;
  /** Undefined before the door lets the request in: then there is no way to other pages. */
  readonly viewer: Viewer | undefined;
  /** Why the person looks. */
  readonly reason: string | undefined;
  /** Whether people sign in. */
  readonly isHosted: boolean;
  /** The person's own zone, to go back to from UTC. */
  readonly ownZone: string;
  /** Path and query of the page. */
  readonly address: string;
  /** The page reloads itself at this address: a link on the page stops it. */
  readonly refresh: Refresh | undefined;
  /** The text in the search box. */
  readonly query?: string;
}

/** A page that shows how something goes on can reload itself. */
export interface Refresh {
  readonly isOn: boolean;
  /** The address with refresh on, or off. */
  readonly toggled: string;
  /** When the page was made. */
  readonly now: Date;
  /** Seconds between two reloads. */
  readonly seconds: number;
}

const DOCTYPE = raw('<!doctype html>');
const PAGES: readonly (readonly [path: string, name: string, right?: Right])[] = [
  [pathTo.home(), 'Search', 'lookUp'],
  [pathTo.now(), 'Now', 'lookUp'],
  [pathTo.insights(), 'Insights', 'insights'],
  [pathTo.errors(), 'Errors'],
  [pathTo.setAside(), 'Set-aside bodies', 'setAside'],
  [pathTo.activity(), 'Activity', 'activity'],
];

/** A whole page: the content with the common header and footer. */
export function page({ title, content, viewer, ...frame }: Frame): Html {
  return html`${DOCTYPE}
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · Delivery receipts</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header class="top">
      <div class="wrap">
        <a class="home" href="/"><img src="/icon.svg" alt="" width="24" height="24"> Delivery receipts</a>
        ${viewer !== undefined && navigation(viewer, frame)}
      </div>
    </header>
    <main id="content" class="wrap" tabindex="-1">${content}${frame.refresh !== undefined && refreshNote(frame.refresh, frame.view.times)}</main>
    ${viewer !== undefined && footer(frame)}
  </body>
</html>`;
}

type Surroundings = Omit<Frame, 'title' | 'content' | 'viewer'>;

function navigation(viewer: Viewer, { view, address, query, reason, isHosted }: Surroundings): Html {
  const path = address.replace(/\?.*$/s, '');
  const pages = PAGES.filter(([, , right]) => right === undefined || view.may(right));
  return html`<nav aria-label="Pages">${pages.map(([to, name]) => html`<a href="${to}" ${to === path && raw('aria-current="page"')}>${name}</a>`)}</nav>
        ${!isHome(address) && view.may('lookUp') && searchBox('small', query)}
        ${isHosted && signedIn(viewer, reason)}`;
}

function signedIn({ email, subject }: Viewer, reason: string | undefined): Html {
  return html`<form class="signed-in" action="${PAGE_PATHS.signOut}" method="post">
    <span>Signed in as ${email ?? subject}${reason !== undefined && html` · Reason: ${reason}`}</span>
    <button type="submit">Sign out</button>
  </form>`;
}

function footer({ source, tablesUrl, address, view, ownZone }: Surroundings): Html {
  return html`<footer class="wrap">
      <p>${timesText(address, view.times, ownZone)}</p>
      <p>Read-only, from the ${source}.</p>
      ${tablesUrl !== undefined && html`<p>For developers: <a href="${tablesUrl}">the tables themselves</a> in dynamodb-admin, which also changes them.</p>`}
    </footer>`;
}

/** The home page has its own search box. */
function isHome(address: string): boolean {
  return address === '/';
}

function timesText(address: string, times: Times, ownZone: string): Html {
  const other = times.zone === 'UTC' ? ownZone : 'UTC';
  return html`Times in ${times.zoneText}. ${other !== times.zone && html`<a href="${pathTo.times(address, other)}">Show ${other === 'UTC' ? other : other.replaceAll('_', ' ')}</a> · `}<a href="${pathTo.times(address)}">Change the time zone</a>`;
}

function refreshNote({ isOn, toggled, now, seconds }: Refresh, times: Times): Html {
  const updated = html`Updated ${times.at(now.toISOString())}`;
  return isOn
    ? html`<p class="note refresh">${updated}; reloads every ${seconds} s. <a href="${toggled}">Stop refreshing</a></p>`
    : html`<p class="note refresh">${updated}. <a href="${toggled}">Refresh every ${seconds} s</a></p>`;
}

const KEYS = 'Phone number, message id, umid or batch';

/** A text box by POST: a number must not be in an address, which browsers and servers keep. */
export function searchBox(size: 'small' | 'large', query = '', more?: Html): Html {
  const isLarge = size === 'large';
  return html`<form class="search ${size}" role="search" action="${pathTo.search()}" method="post">
    <label for="q" ${!isLarge && raw('class="visually-hidden"')}>${KEYS}</label>
    <div class="field">
      <input id="q" name="q" type="search" value="${query}" required maxlength="2048" autocomplete="off" autocapitalize="off" spellcheck="false"
        ${isLarge ? raw('autofocus') : html`placeholder="Number, message id or batch"`}>
      <button type="submit">Search</button>
    </div>
    ${more}
  </form>`;
}

/** @param reason - that the person gave before */
export function reasonField(reason: string | undefined): Html {
  return html`<label for="reason">Why you look, such as a ticket (optional)</label>
    <div class="field"><input id="reason" name="reason" value="${reason}" maxlength="${MAX_REASON}" autocomplete="off"></div>`;
}
