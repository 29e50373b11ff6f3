import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { secureHeaders } from 'hono/secure-headers';
import { isKnownErrorCode } from '../eight-by-eight/error-reasons.ts';
import { readBatch } from '../lookup/batch.ts';
import { errorAdviceOf } from '../lookup/error-advice.ts';
import { MAX_KEY_BYTES } from '../lookup/ids.ts';
import { outcomeText } from '../lookup/message-words.ts';
import { messagesCsv } from '../lookup/messages-csv.ts';
import { readItems, readMessage } from '../lookup/read-items.ts';
import { readSearchText } from '../lookup/search-text.ts';
import { countSetAside, listSetAside } from '../lookup/set-aside/list.ts';
import { readSetAside } from '../lookup/set-aside/read.ts';
import { readableItem, type StoredItem } from '../lookup/stored-item.ts';
import type { TableConnection } from '../lookup/table-connection.ts';
import { commandLine } from '../toolbox/command-line.ts';
import { CliError, describeError } from '../toolbox/errors.ts';
import { isLocalHost } from '../toolbox/loopback.ts';
import type { Activity } from './activity.ts';
import { type Html, html } from './html.ts';
import { laterDelivered } from './later-delivered.ts';
import type { Operations, ReadFigures } from './operations.ts';
import { type Dates, isDated, search } from './search.ts';
import { type BatchFilter, batchPage, isOutcome, LISTED_MESSAGES, matches } from './views/batch.ts';
import { errorPage, errorsPage, unknownError } from './views/errors.ts';
import { homePage } from './views/home.ts';
import { pathTo } from './views/links.ts';
import { messagePage, messageTitle } from './views/message.ts';
import { nowPage } from './views/now.ts';
import { page, type Refresh } from './views/page.ts';
import { noBatch, noMessage, type Problem, problemPage, tooLong } from './views/problem.ts';
import { searchPage } from './views/search.ts';
import { isReason, setAsideBodyPage, setAsidePage } from './views/set-aside.ts';
import { timeZonePage } from './views/time-zone.ts';
import { isTimeZone, timesIn } from './views/times.ts';
import type { View } from './views/view.ts';

export interface UiOptions extends ReadFigures {
  readonly connection: TableConnection;
  /** Returns the address of dynamodb-admin; undefined if it does not run, or not yet. */
  readonly tablesUrl?: () => string | undefined;
  readonly now?: () => Date;
  /** The person's time zone, until another one is chosen. Default: UTC. */
  readonly timeZone?: string;
  /** ISO 3166 code of the country whose numbers may lack the country code. Default: none. */
  readonly defaultCountry?: string | undefined;
}

type Status = 200 | 400 | 404 | 405 | 421 | 501 | 502;

/** On a page of the set-aside bodies. */
const LISTED_BODIES = 100;
const ZONE_COOKIE = 'zone';
const YEAR_S = 365 * 24 * 3600;
const REFRESH_S = 30;
/** Of the messages to a number. */
const MAX_CSV_ROWS = 10_000;

const asset = (name: string): string => readFileSync(join(import.meta.dirname, 'assets', name), 'utf8');
const ASSETS = {
  '/style.css': { type: 'text/css; charset=utf-8', text: asset('style.css') },
  '/icon.svg': { type: 'image/svg+xml', text: asset('icon.svg') },
} as const;

const SECURE_HEADERS = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  // The server has no TLS, because only this machine can reach it
  strictTransportSecurity: false,
});

interface Shown {
  readonly title: string;
  readonly content: Html;
  /** The text in the search box. */
  readonly query?: string;
  /** Whether the page can reload itself. */
  readonly canRefresh?: boolean;
}

/** The app that renders the pages on each request. They have no scripts. */
export function createApp({
  connection,
  readActivity,
  readOperations,
  tablesUrl,
  now = () => new Date(),
  timeZone = 'UTC',
  defaultCountry,
}: UiOptions): Hono {
  const app = new Hono({ strict: false });
  const zoneOf = (c: Context): string => {
    const chosen = getCookie(c, ZONE_COOKIE) ?? '';
    return isTimeZone(chosen) ? chosen : timeZone;
  };
  const isStack = connection.metricsNamespace !== undefined;
  const viewFor = (c: Context): View => ({
    times: timesIn(zoneOf(c), now()),
    arrival: isStack
      ? html`Run <code>${commandLine('check', { ...connection.toolOptions })}</code>, which shows whether receipts arrive.`
      : html`See whether receipts arrive in the terminal of <code>npm start</code>.`,
    command: (name, options = {}) => html`<code>${commandLine(name, { ...options, ...connection.toolOptions })}</code>`,
  });
  const show = (c: Context, { canRefresh = false, ...shown }: Shown, status: Status = 200) => {
    const refresh = canRefresh ? refreshOf(c) : undefined;
    if (refresh?.isOn) c.header('Refresh', `${REFRESH_S}`);
    const { times } = viewFor(c);
    const frame = {
      source: connection.name,
      tablesUrl: tablesUrl?.(),
      times,
      ownZone: timeZone,
      address: addressOf(c),
    };
    return c.html(page({ ...shown, ...frame, refresh }), status);
  };
  const showProblem = (c: Context, status: Exclude<Status, 200>, problem: Problem) =>
    show(c, { title: problem.title, content: problemPage(problem) }, status);

  app.use(SECURE_HEADERS);
  app.use(async (c, next) => {
    await next();
    // The pages contain phone numbers
    c.header('Cache-Control', 'no-store');
  });
  app.use(async (c, next) => {
    // Otherwise DNS rebinding would let another site read these pages
    if (!isLocalHost(c.req.header('host'))) {
      return showProblem(c, 421, {
        title: 'This is not the address of the page',
        text: 'The page answers at the address that it was started with, on 127.0.0.1.',
        advice: [html`Open http://127.0.0.1 or http://localhost, with the port that the tool printed.`],
      });
    }
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      c.header('Allow', 'GET, HEAD');
      return showProblem(c, 405, {
        title: 'The page only reads',
        text: `It does not answer ${c.req.method}.`,
        advice: [html`To change something, use the commands of the tool: <code>${commandLine('--help', {})}</code>.`],
      });
    }
    return next();
  });

  for (const [path, { type, text }] of Object.entries(ASSETS))
    app.get(path, (c) => c.body(text, 200, { 'Content-Type': type }));

  app.get('/', async (c) => {
    const query = c.req.query('q') ?? '';
    const view = viewFor(c);
    if (query.trim() === '') {
      const activity: Activity | string = await readActivity(now()).catch(describeError);
      return show(c, { title: 'Look up a message', content: homePage(activity, view.times) });
    }
    if (isTooLong(query)) return showProblem(c, 400, tooLong('What you search for', MAX_KEY_BYTES));
    const dates = datesOf(c);
    if (dates === undefined) return showProblem(c, 400, NO_DAY);
    const wanted = readSearchText(query, defaultCountry);
    if (wanted.page !== undefined) return c.redirect(pathTo[wanted.page](wanted.text), 303);
    const result = await search(connection, wanted, dates, view.times.zone);
    const { messages, batches } = result;
    const [only] = messages;
    const [batch] = batches;
    if (messages.length + batches.length === 1 && result.stop === undefined && !isDated(dates))
      return c.redirect(only === undefined ? pathTo.batch(batch ?? '') : pathTo.message(only.umid), 303);
    const content = searchPage(query, wanted, result, dates, view);
    return show(
      c,
      { title: `Search: ${query}`, content, query },
      only === undefined && batch === undefined ? 404 : 200,
    );
  });

  app.get('/search.csv', async (c) => {
    const query = c.req.query('q') ?? '';
    const dates = datesOf(c);
    if (isTooLong(query)) return showProblem(c, 400, tooLong('What you search for', MAX_KEY_BYTES));
    if (dates === undefined) return showProblem(c, 400, NO_DAY);
    const wanted = readSearchText(query, defaultCountry);
    const { messages } = await search(connection, wanted, dates, zoneOf(c), MAX_CSV_ROWS);
    return sendCsv(c, 'messages', messages);
  });

  app.get('/batches.csv', async (c) => {
    const id = idOf(c);
    if (isTooLong(id)) return showProblem(c, 400, tooLong('The id of the batch', MAX_KEY_BYTES));
    const entries = await readBatch(connection, id);
    if (entries.length === 0) return showProblem(c, 404, noBatch(id, connection.name));
    const chosen = entries.filter(matches(batchFilterOf(c)));
    return sendCsv(
      c,
      `batch-${id}`,
      await readItems(
        connection,
        chosen.map(({ umid }) => umid),
      ),
    );
  });

  // In the query, an id may be one that a path cannot have
  app.on('GET', ['/messages', '/messages/:id'], async (c) => {
    const umid = idOf(c);
    if (isTooLong(umid)) return showProblem(c, 400, tooLong('The umid', MAX_KEY_BYTES));
    const stored = await readMessage(connection, umid);
    if (stored === undefined) return showProblem(c, 404, noMessage(umid, connection.name, viewFor(c)));
    const item = readableItem(stored);
    const content = messagePage(stored, await laterDelivered(connection, item), viewFor(c).times);
    return show(c, { title: `${outcomeText(item)}: ${messageTitle(item)}`, content, canRefresh: !item.terminal });
  });

  app.on('GET', ['/batches', '/batches/:id'], async (c) => {
    const id = idOf(c);
    if (isTooLong(id)) return showProblem(c, 400, tooLong('The id of the batch', MAX_KEY_BYTES));
    const entries = await readBatch(connection, id);
    if (entries.length === 0) return showProblem(c, 404, noBatch(id, connection.name));
    const filter = batchFilterOf(c);
    const chosen = entries.filter(matches(filter));
    if (chosen.length === 0 && filter.outcome === undefined) {
      return showProblem(c, 404, {
        title: 'There is no such message in the batch',
        text: `The batch ${id} has no message ${filter.state === undefined ? 'with this error' : `in the state ${filter.state}`}.`,
        advice: [
          html`Go back to <a href="${pathTo.batch(id)}">the batch</a>, and choose one of the groups that it shows.`,
        ],
      });
    }
    const skipped = Number(/^\d{1,9}$/.exec(c.req.query('after') ?? '')?.[0] ?? 0);
    // The index has neither numbers nor the sender's ids
    const umids = chosen.slice(skipped, skipped + LISTED_MESSAGES).map(({ umid }) => umid);
    const messages = (await readItems(connection, umids)).map(readableItem);
    const part = { messages, total: chosen.length, skipped };
    const content = batchPage(id, entries, filter, part, viewFor(c).times);
    return show(c, { title: `Batch ${id}`, content, canRefresh: true });
  });

  app.get('/now', async (c) => {
    const operations: Operations | string = await readOperations(now()).catch(describeError);
    return show(c, { title: 'Now', content: nowPage(operations, viewFor(c)), canRefresh: true });
  });

  app.get('/errors', (c) => show(c, { title: 'Error codes', content: errorsPage() }));
  app.get('/errors/:code', (c) => {
    const given = c.req.param('code');
    const code = Number(given);
    const advice = errorAdviceOf(code);
    if (advice === undefined || !isKnownErrorCode(code)) return showProblem(c, 404, unknownError(given));
    return show(c, { title: `Error ${code}`, content: errorPage(code, advice) });
  });

  app.get('/times', (c) => {
    const zone = c.req.query('zone');
    const back = localAddress(c.req.query('back'));
    if (zone === undefined) return show(c, { title: 'Time zone', content: timeZonePage(zoneOf(c), back) });
    if (!isTimeZone(zone)) {
      return showProblem(c, 400, {
        title: 'There is no such time zone',
        text: `No time zone has the name “${zone}”.`,
        advice: [html`<a href="${pathTo.times(back)}">Choose one of the list</a>.`],
      });
    }
    setCookie(c, ZONE_COOKIE, zone, { path: '/', maxAge: YEAR_S, httpOnly: true, sameSite: 'Lax' });
    return c.redirect(back, 303);
  });

  app.get('/set-aside', async (c) => {
    const reason = c.req.query('reason') || undefined;
    if (reason !== undefined && !isReason(reason)) {
      return showProblem(c, 400, {
        title: 'There is no such reason',
        text: `A body is never set aside for the reason ${reason}.`,
        advice: [html`Choose a reason on the page of the <a href="${pathTo.setAside()}">set-aside bodies</a>.`],
      });
    }
    const before = c.req.query('before') || undefined;
    if (isTooLong(before ?? '')) return showProblem(c, 400, tooLong('The time', MAX_KEY_BYTES));
    const [listed, counts] = await Promise.all([
      listSetAside(connection, { reason, before }, LISTED_BODIES),
      countSetAside(connection),
    ]);
    const content = setAsidePage({ ...listed, counts }, { reason, before }, viewFor(c).times);
    return show(c, { title: 'Set-aside bodies', content });
  });

  app.get('/set-aside/:id', async (c) => {
    const id = idOf(c).trim().toLowerCase();
    const item = /^[\da-f]{64}$/.test(id) ? await readSetAside(connection, id) : undefined;
    if (item === undefined) {
      return showProblem(c, 404, {
        title: 'There is no such set-aside body',
        text: `The ${connection.name} has no body with the id ${id}.`,
        advice: [
          html`It was replayed, or it has expired. The <a href="${pathTo.setAside()}">set-aside bodies</a> are those that are left.`,
        ],
      });
    }
    return show(c, { title: `Set-aside body ${item.id}`, content: setAsideBodyPage(item, viewFor(c)) });
  });

  app.notFound((c) =>
    showProblem(c, 404, {
      title: 'There is no such page',
      text: `Nothing is at ${c.req.path}.`,
      advice: [
        html`<a href="/">Search</a> for a message or a batch, or see the <a href="${pathTo.setAside()}">set-aside bodies</a>.`,
      ],
    }),
  );
  app.onError((error, c) =>
    showProblem(c, error instanceof CliError ? 501 : 502, {
      title: 'The tables could not be read',
      text: describeError(error),
      advice: [html`<a href="${addressOf(c)}">Reload the page</a> once the cause is gone.`],
    }),
  );
  return app;
}

/** @param name - of the file, of which only plain characters remain */
function sendCsv(c: Context, name: string, messages: readonly StoredItem[]): Response {
  const file = `${name.replace(/[^\w-]+/g, '_').slice(0, 80)}.csv`;
  return c.body(messagesCsv(messages), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${file}"`,
  });
}

const NO_DAY: Problem = {
  title: 'This is not a day',
  text: 'The days of a search are written as in 2026-11-28.',
  advice: [html`Choose the days again.`],
};

/** Undefined if one is not a day. */
function datesOf(c: Context): Dates | undefined {
  const [from, to, before] = ['from', 'to', 'before'].map((name) => c.req.query(name) || undefined);
  const areDays = [from, to].every(
    (day) => day === undefined || (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))),
  );
  return areDays ? { from, to, before } : undefined;
}

/** Without a choice, the messages that failed. */
function batchFilterOf(c: Context): BatchFilter {
  const { show, error, state } = c.req.query();
  if (error !== undefined) return { error: Number(error) };
  if (state !== undefined) return { state };
  if (show === 'all') return {};
  return { outcome: isOutcome(show) ? show : 'failed' };
}

function refreshOf(c: Context): Refresh {
  const url = new URL(c.req.url);
  const isOn = url.searchParams.has('refresh');
  if (isOn) url.searchParams.delete('refresh');
  else url.searchParams.set('refresh', `${REFRESH_S}`);
  return { isOn, toggled: url.pathname + url.search, seconds: REFRESH_S };
}

function addressOf(c: Context): string {
  const { pathname, search: query } = new URL(c.req.url);
  return pathname + query;
}

/** A link may only lead back to these pages. */
function localAddress(given = '/'): string {
  const base = 'http://localhost';
  if (!URL.canParse(given, base)) return '/';
  const { origin, pathname, search: query } = new URL(given, base);
  return origin === base && given.startsWith('/') && !pathname.startsWith('//') ? pathname + query : '/';
}

function idOf(c: Context): string {
  return c.req.param('id') ?? c.req.query('id') ?? '';
}

function isTooLong(key: string): boolean {
  return Buffer.byteLength(key) > MAX_KEY_BYTES;
}
