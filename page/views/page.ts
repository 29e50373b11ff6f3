import { raw } from 'hono/html';
import { type Html, html } from '../html.ts';

export interface Frame {
  readonly title: string;
  readonly content: Html;
  /** The source of the data. */
  readonly source: string;
  /** Address of dynamodb-admin. */
  readonly tablesUrl: string | undefined;
  /** Whether it is the home page, which has its own search box. */
  readonly isHome?: boolean;
  /** The text in the search box. */
  readonly query?: string;
}

const DOCTYPE = raw('<!doctype html>');

/** A whole page: the content with the common header and footer. */
export function page({ title, content, source, tablesUrl, isHome, query }: Frame): Html {
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
        <nav aria-label="Pages">
          <a href="/" ${isHome && raw('aria-current="page"')}>Search</a>
          <a href="/set-aside">Set-aside bodies</a>
        </nav>
        ${!isHome && searchBox('small', query)}
      </div>
    </header>
    <main id="content" class="wrap" tabindex="-1">${content}</main>
    <footer class="wrap">
      <p>Read-only, from the ${source}. All times are in UTC.</p>
      ${tablesUrl !== undefined && html`<p>For developers: <a href="${tablesUrl}">the tables themselves</a> in dynamodb-admin, which also changes them.</p>`}
    </footer>
  </body>
</html>`;
}

const KEYS = 'Umid, your own message id, phone number or batch id';

export function searchBox(size: 'small' | 'large', query = ''): Html {
  const isLarge = size === 'large';
  return html`<form class="search ${size}" role="search" action="/" method="get">
    <label for="q" ${!isLarge && raw('class="visually-hidden"')}>${KEYS}</label>
    <div class="field">
      <input id="q" name="q" type="search" value="${query}" required maxlength="2048" autocomplete="off" autocapitalize="off" spellcheck="false"
        ${isLarge ? raw('autofocus') : html`placeholder="Umid, id, number or batch"`}>
      <button type="submit">Search</button>
    </div>
  </form>`;
}
