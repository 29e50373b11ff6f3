import type { MiddlewareHandler } from 'hono';
import type { ReadReports } from '../lookup/report/read-reports.ts';
import type { TableConnection } from '../lookup/table-connection.ts';
import { commandLine } from '../toolbox/command-line.ts';
import { type Choices, createChoices } from './choices.ts';
import type { Door, NewLook } from './door.ts';
import { type Html, html } from './html.ts';
import { localDoor } from './local-door.ts';
import type { ReadFigures } from './operations.ts';
import type { PageContext, PageEnv, Pages } from './pages.ts';
import { hasRight, type Right } from './rights.ts';
import type { Viewer } from './viewer.ts';
import { page, type Refresh } from './views/page.ts';
import { leadingOnPage, notYours, problemPage } from './views/problem.ts';
import { timesIn } from './views/times.ts';
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
  readonly choices: Choices;
  now(): Date;
  /** The time zone that the person chose, or the usual one. */
  zoneOf(c: PageContext): string;
  viewFor(c: PageContext): View;
  /** Whether the viewer may see something that is there. */
  may(c: PageContext, right: Right): boolean;
  /** Keeps out viewers without a right. */
  only(right: Right): MiddlewareHandler<PageEnv>;
  /** Records what the viewer is shown. */
  record(c: PageContext, look: NewLook): void;
}

const REFRESH_S = 30;

export function createSite(options: UiOptions): Site {
  const { connection, door = localDoor(), tablesUrl, now = () => new Date(), timeZone = 'UTC' } = options;
  const choices = createChoices(door.isHosted);
  const command = (name: string, values: Readonly<Record<string, string>> = {}): Html =>
    html`<code>${commandLine(name, { ...values, ...connection.toolOptions })}</code>`;
  const isThere: Readonly<Partial<Record<Right, boolean>>> = {
    setAside: connection.readsSetAside ?? true,
    activity: door.readLooks !== undefined,
  };
  const site: Site = {
    ...options,
    door,
    choices,
    now,
    zoneOf: (c) => choices.readZone(c) ?? timeZone,
    viewFor: (c) => ({
      times: timesIn(site.zoneOf(c), now()),
      arrival: arrivalText(connection, door, command),
      command,
      may: (right) => site.may(c, right),
    }),
    may: (c, right) => {
      const viewer = c.get('viewer');
      return viewer !== undefined && (isThere[right] ?? true) && hasRight(viewer, right);
    },
    only: (right) => async (c, next) => {
      const viewer = viewerOf(c);
      return hasRight(viewer, right) ? next() : site.showProblem(c, 403, notYours(viewer, right));
    },
    record: (c, look) => {
      const reason = door.isHosted ? choices.readReason(c) : undefined;
      door.record(viewerOf(c), { ...look, ...(reason !== undefined && { reason }) });
    },
    show: (c, { canRefresh = false, ...shown }, status = 200) => {
      const refresh = canRefresh ? refreshOf(c, now()) : undefined;
      if (refresh?.isOn) c.header('Refresh', `${REFRESH_S}`);
      const frame = {
        source: connection.name,
        tablesUrl: tablesUrl?.(),
        view: site.viewFor(c),
        ownZone: timeZone,
        viewer: c.get('viewer'),
        reason: choices.readReason(c),
        isHosted: door.isHosted,
      };
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

function arrivalText({ metricsNamespace }: TableConnection, { isHosted }: Door, command: View['command']): Html {
  if (isHosted) return html`Ask those who run the receiver whether receipts arrive: ${command('check')} tells them.`;
  return metricsNamespace === undefined
    ? html`See whether receipts arrive in the terminal of <code>npm start</code>.`
    : html`Run ${command('check')}, which shows whether receipts arrive.`;
}

function viewerOf(c: PageContext): Viewer {
  const viewer = c.get('viewer');
  if (viewer === undefined) throw new TypeError('the door lets the request in first');
  return viewer;
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
