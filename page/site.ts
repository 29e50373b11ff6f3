import { getCookie, setCookie } from 'hono/cookie';
import type { TableConnection } from '../lookup/table-connection.ts';
import { commandLine } from '../toolbox/command-line.ts';
import type { Door } from './door.ts';
import { type Html, html } from './html.ts';
import type { ReadReports } from './insights.ts';
import { localDoor } from './local-door.ts';
import type { ReadFigures } from './operations.ts';
import type { PageContext, Pages } from './pages.ts';
import { page, type Refresh } from './views/page.ts';
import { leadingOnPage, problemPage } from './views/problem.ts';
import { isTimeZone, timesIn } from './views/times.ts';
import type { View } from './views/view.ts';

export interface UiOptions extends ReadFigures {
  readonly connection: TableConnection;
  /** Default: that of this machine. */
  readonly door?: Door;
  /** Returns the address of dynamodb-admin; undefined if it does not run, or not yet. */
  readonly tablesUrl?: () => string | undefined;
  readonly now?: () => Date;
  /** The person's time zone, until another one is chosen. Default: UTC. */
  readonly timeZone?: string;
  /** ISO 3166 code of the country whose numbers may lack the country code. Default: none. */
  readonly defaultCountry?: string | undefined;
  /** Where the insights come from. Default: the receipts table, up to a limit. */
  readonly readReports?: ReadReports;
}

/** What the routes have in common. */
export interface Site
  extends Pages,
    Pick<UiOptions, 'connection' | 'readActivity' | 'readOperations' | 'readReports' | 'defaultCountry'> {
  readonly door: Door;
  now(): Date;
  /** The time zone that the person chose, or the usual one. */
  zoneOf(c: PageContext): string;
  chooseZone(c: PageContext, zone: string): void;
  viewFor(c: PageContext): View;
}

const ZONE_COOKIE = 'zone';
const YEAR_S = 365 * 24 * 3600;
const REFRESH_S = 30;

export function createSite(options: UiOptions): Site {
  const { connection, door = localDoor(), tablesUrl, now = () => new Date(), timeZone = 'UTC' } = options;
  const command = (name: string, values: Readonly<Record<string, string>> = {}): Html =>
    html`<code>${commandLine(name, { ...values, ...connection.toolOptions })}</code>`;
  const arrival =
    connection.metricsNamespace === undefined
      ? html`See whether receipts arrive in the terminal of <code>npm start</code>.`
      : html`Run ${command('check')}, which shows whether receipts arrive.`;
  const site: Site = {
    ...options,
    door,
    now,
    zoneOf: (c) => {
      const chosen = getCookie(c, ZONE_COOKIE) ?? '';
      return isTimeZone(chosen) ? chosen : timeZone;
    },
    chooseZone: (c, zone) =>
      setCookie(c, ZONE_COOKIE, zone, { path: '/', maxAge: YEAR_S, httpOnly: true, sameSite: 'Lax' }),
    viewFor: (c) => ({ times: timesIn(site.zoneOf(c), now()), arrival, command }),
    show: (c, { canRefresh = false, ...shown }, status = 200) => {
      const refresh = canRefresh ? refreshOf(c, now()) : undefined;
      if (refresh?.isOn) c.header('Refresh', `${REFRESH_S}`);
      const { times } = site.viewFor(c);
      const frame = { source: connection.name, tablesUrl: tablesUrl?.(), times, ownZone: timeZone };
      return c.html(page({ ...shown, ...frame, address: addressOf(c), refresh }), status);
    },
    showProblem: (c, status, problem) => site.show(c, { title: problem.title, content: problemPage(problem) }, status),
    leadTo: (c, address) => {
      c.header('Refresh', `0; url=${address}`);
      return site.show(c, { title: 'One moment', content: leadingOnPage(address) });
    },
  };
  return site;
}

/** Path and query of a request. */
export function addressOf(c: PageContext): string {
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
}

/** The id in the path; in the query, it may be one that a path cannot have. */
export function idOf(c: PageContext): string {
  return c.req.param('id') ?? c.req.query('id') ?? '';
}

/** @param name - of the file, of which only plain characters remain */
export function sendCsv(c: PageContext, name: string, csv: string): Response {
  const file = `${name.replace(/[^\w-]+/g, '_').slice(0, 80)}.csv`;
  return c.body(csv, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${file}"`,
  });
}

function refreshOf(c: PageContext, now: Date): Refresh {
  const url = new URL(c.req.url);
  const isOn = url.searchParams.has('refresh');
  if (isOn) url.searchParams.delete('refresh');
  else url.searchParams.set('refresh', `${REFRESH_S}`);
  return { isOn, toggled: url.pathname + url.search, now, seconds: REFRESH_S };
}
