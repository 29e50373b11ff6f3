import { raw } from 'hono/html';
import { type Html, html } from '../html.ts';
import { pathTo } from './links.ts';
import type { Times } from './times.ts';

export interface Frame {
  readonly title: string;
  readonly content: Html;
  /** The source of the data. */
  readonly source: string;
  /** Address of dynamodb-admin. */
  readonly tablesUrl: string | undefined;
  readonly times: Times;
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
const PAGES = [
  ['/', 'Search'],
  ['/now', 'Now'],
  ['/insights', 'Insights'],
  ['/errors', 'Errors'],
  ['/set-aside', 'Set-aside bodies'],
] as const;

/** A whole page: the content with the common header and footer. */
export function page({ title, content, source, tablesUrl, address, refresh, query, ...frame }: Frame): Html {
  const path = address.replace(/\?.*$/s, '');
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
        <nav aria-label="Pages">${PAGES.map(([to, name]) => html`<a href="${to}" ${to === path && raw('aria-current="page"')}>${name}</a>`)}</nav>
        ${!isHome(address) && searchBox('small', query)}
      </div>
    </header>
    <main id="content" class="wrap" tabindex="-1">${content}${refresh !== undefined && refreshNote(refresh, frame.times)}</main>
    <footer class="wrap">
      <p>${timesText(address, frame)}</p>
      <p>Read-only, from the ${source}.</p>
      ${tablesUrl !== undefined && html`<p>For developers: <a href="${tablesUrl}">the tables themselves</a> in dynamodb-admin, which also changes them.</p>`}
    </footer>
  </body>
</html>`;
}

/** The home page has its own search box. */
function isHome(address: string): boolean {
  return address === '/';
}

function timesText(address: string, { times, ownZone }: Pick<Frame, 'times' | 'ownZone'>): Html {
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

export function searchBox(size: 'small' | 'large', query = ''): Html {
  const isLarge = size === 'large';
  return html`<form class="search ${size}" role="search" action="/" method="get">
    <label for="q" ${!isLarge && raw('class="visually-hidden"')}>${KEYS}</label>
    <div class="field">
      <input id="q" name="q" type="search" value="${query}" required maxlength="2048" autocomplete="off" autocapitalize="off" spellcheck="false"
        ${isLarge ? raw('autofocus') : html`placeholder="Number, message id or batch"`}>
      <button type="submit">Search</button>
    </div>
  </form>`;
}
