import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { readBatch } from '../lookup/batch.ts';
import { MAX_KEY_BYTES } from '../lookup/ids.ts';
import { readMessage } from '../lookup/read-items.ts';
import { countSetAside, listSetAside } from '../lookup/set-aside/list.ts';
import { readSetAside } from '../lookup/set-aside/read.ts';
import { readableItem } from '../lookup/stored-item.ts';
import type { TableConnection } from '../lookup/table-connection.ts';
import { CliError, describeError } from '../toolbox/errors.ts';
import { isLocalHost } from '../toolbox/loopback.ts';
import type { Activity, ReadActivity } from './activity.ts';
import type { Html } from './html.ts';
import { search } from './search.ts';
import { batchPage, isListable } from './views/batch.ts';
import { homePage } from './views/home.ts';
import { pathTo } from './views/links.ts';
import { messagePage } from './views/message.ts';
import { type Frame, page } from './views/page.ts';
import { noBatch, noMessage, type Problem, problemPage, tooLong } from './views/problem.ts';
import { searchPage } from './views/search.ts';
import { isReason, setAsideBodyPage, setAsidePage } from './views/set-aside.ts';

export interface UiOptions {
  readonly connection: TableConnection;
  readonly readActivity: ReadActivity;
  /** Returns the address of dynamodb-admin; undefined if it does not run, or not yet. */
  readonly tablesUrl?: () => string | undefined;
  readonly now?: () => Date;
}

type Status = 200 | 400 | 404 | 405 | 421 | 501 | 502;

/** On a page of the set-aside bodies. */
const LISTED_BODIES = 100;

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

/** The app that renders the pages on each request. They have no scripts. */
export function createApp({ connection, readActivity, tablesUrl, now = () => new Date() }: UiOptions): Hono {
  const app = new Hono({ strict: false });
  const show = (c: Context, title: string, content: Html, status: Status = 200, frame: Partial<Frame> = {}) =>
    c.html(page({ title, content, source: connection.name, tablesUrl: tablesUrl?.(), ...frame }), status);
  const showProblem = (c: Context, status: Exclude<Status, 200>, problem: Problem) =>
    show(c, problem.title, problemPage(problem), status);

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
        advice: ['Open http://127.0.0.1 or http://localhost, with the port that the tool printed.'],
      });
    }
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      c.header('Allow', 'GET, HEAD');
      return showProblem(c, 405, {
        title: 'The page only reads',
        text: `It does not answer ${c.req.method}.`,
        advice: ['To change something, use the commands of the tool: receipts --help.'],
      });
    }
    return next();
  });

  for (const [path, { type, text }] of Object.entries(ASSETS))
    app.get(path, (c) => c.body(text, 200, { 'Content-Type': type }));

  app.get('/', async (c) => {
    const query = c.req.query('q') ?? '';
    if (query.trim() === '') {
      const activity: Activity | string = await readActivity(now()).catch(describeError);
      return show(c, 'Look up a message', homePage(activity), 200, { isHome: true });
    }
    if (isTooLong(query)) return showProblem(c, 400, tooLong('What you search for', MAX_KEY_BYTES));
    const before = c.req.query('before') || undefined;
    const result = await search(connection, query, before);
    const { messages, isBatch } = result;
    const [only] = messages;
    if (only !== undefined && messages.length === 1 && !isBatch && before === undefined)
      return c.redirect(pathTo.message(only.umid), 303);
    if (isBatch && only === undefined) return c.redirect(pathTo.batch(query), 303);
    return show(c, `Search: ${query}`, searchPage(query, result), only === undefined ? 404 : 200, { query });
  });

  // In the query, an id may be one that a path cannot have
  app.on('GET', ['/messages', '/messages/:id'], async (c) => {
    const umid = idOf(c);
    if (isTooLong(umid)) return showProblem(c, 400, tooLong('The umid', MAX_KEY_BYTES));
    const item = await readMessage(connection, umid);
    if (item === undefined) return showProblem(c, 404, noMessage(umid, connection.name));
    return show(c, `${readableItem(item).state ?? 'no state'}: message ${item.umid}`, messagePage(item));
  });

  app.on('GET', ['/batches', '/batches/:id'], async (c) => {
    const id = idOf(c);
    if (isTooLong(id)) return showProblem(c, 400, tooLong('The id of the batch', MAX_KEY_BYTES));
    const state = c.req.query('state');
    const entries = await readBatch(connection, id);
    if (entries.length === 0) return showProblem(c, 404, noBatch(id, connection.name));
    if (state !== undefined && !isListable(entries, state)) {
      return showProblem(c, 404, {
        title: 'There is no message in this state',
        text: `The batch ${id} has no message in the state ${state}.`,
        advice: ['Go back to the batch, and choose one of the states that it shows.'],
      });
    }
    return show(c, `Batch ${id}`, batchPage(id, entries, state));
  });

  app.get('/set-aside', async (c) => {
    const reason = c.req.query('reason') || undefined;
    if (reason !== undefined && !isReason(reason)) {
      return showProblem(c, 400, {
        title: 'There is no such reason',
        text: `A body is never set aside for the reason ${reason}.`,
        advice: ['Choose a reason on the page of the set-aside bodies.'],
      });
    }
    const before = c.req.query('before') || undefined;
    if (isTooLong(before ?? '')) return showProblem(c, 400, tooLong('The time', MAX_KEY_BYTES));
    const [listed, counts] = await Promise.all([
      listSetAside(connection, { reason, before }, LISTED_BODIES),
      countSetAside(connection),
    ]);
    return show(c, 'Set-aside bodies', setAsidePage({ ...listed, counts }, { reason, before }));
  });

  app.get('/set-aside/:id', async (c) => {
    const id = idOf(c).trim().toLowerCase();
    const item = /^[\da-f]{64}$/.test(id) ? await readSetAside(connection, id) : undefined;
    if (item === undefined) {
      return showProblem(c, 404, {
        title: 'There is no such set-aside body',
        text: `The ${connection.name} has no body with the id ${id}.`,
        advice: ['It was replayed, or it has expired. The list of the set-aside bodies shows those that are left.'],
      });
    }
    return show(c, `Set-aside body ${item.id}`, setAsideBodyPage(item));
  });

  app.notFound((c) =>
    showProblem(c, 404, {
      title: 'There is no such page',
      text: `Nothing is at ${c.req.path}.`,
      advice: ['Search for a message or a batch, or open the list of the set-aside bodies.'],
    }),
  );
  app.onError((error, c) =>
    showProblem(c, error instanceof CliError ? 501 : 502, {
      title: 'The tables could not be read',
      text: describeError(error),
      advice: ['Reload the page once the cause is gone.'],
    }),
  );
  return app;
}

function idOf(c: Context): string {
  return c.req.param('id') ?? c.req.query('id') ?? '';
}

function isTooLong(key: string): boolean {
  return Buffer.byteLength(key) > MAX_KEY_BYTES;
}
