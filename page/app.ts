import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { PAGE_PATHS } from '../contract/page.ts';
import { commandLine } from '../toolbox/command-line.ts';
import { CliError } from '../toolbox/errors.ts';
import { html } from './html.ts';
import type { PageApp } from './pages.ts';
import { addBatches } from './routes/batches.ts';
import { addErrors } from './routes/errors.ts';
import { addFigures } from './routes/figures.ts';
import { addInsights } from './routes/insights.ts';
import { addLooks } from './routes/looks.ts';
import { addMessages } from './routes/messages.ts';
import { addSearch } from './routes/search.ts';
import { addSetAside } from './routes/set-aside.ts';
import { addTimes } from './routes/times.ts';
import { addressOf, createSite, type UiOptions } from './site.ts';
import { pathTo } from './views/links.ts';
import type { Problem } from './views/problem.ts';

const asset = (name: string): string => readFileSync(join(import.meta.dirname, 'assets', name), 'utf8');
const ASSETS = {
  '/style.css': { type: 'text/css; charset=utf-8', text: asset('style.css') },
  '/icon.svg': { type: 'image/svg+xml', text: asset('icon.svg') },
} as const;

const FROM_ELSEWHERE: Problem = {
  title: 'This form is not of this page',
  text: 'Another site sent it, or your browser does not say where it comes from.',
  advice: [html`<a href="/">Open the page</a>, and use its own form.`],
};
/** A year, as browsers require for their list of hosts with TLS only. */
const TLS_ONLY = 'max-age=31536000';

/** The app that renders the pages on each request. They have no scripts. */
export function createApp(options: UiOptions): PageApp {
  const app: PageApp = new Hono({ strict: false });
  const site = createSite(options);
  const { door } = site;

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
      // On this machine there is no TLS
      strictTransportSecurity: door.isHosted && TLS_ONLY,
    }),
  );
  app.use(async (c, next) => {
    await next();
    // The pages contain phone numbers
    c.header('Cache-Control', 'no-store');
  });
  const postPaths: readonly string[] = [pathTo.search(), ...(door.isHosted ? [PAGE_PATHS.signOut] : [])];
  app.use(async (c, next) => {
    const { method, path } = c.req;
    const methods = ['GET', 'HEAD', ...(postPaths.includes(path) ? ['POST'] : [])];
    if (methods.includes(method)) return next();
    c.header('Allow', methods.join(', '));
    return site.showProblem(c, 405, {
      title: 'The page only reads',
      text: `It does not answer ${method}.`,
      advice: [html`To change something, use the commands of the tool: <code>${commandLine('--help', {})}</code>.`],
    });
  });
  app.use(csrf());

  for (const [path, { type, text }] of Object.entries(ASSETS))
    app.get(path, (c) => c.body(text, 200, { 'Content-Type': type }));
  // The next person may use the same browser
  app.post(PAGE_PATHS.signOut, (c, next) => {
    site.choices.keepReason(c, '');
    return next();
  });
  door.addRoutes?.(app, site);

  app.use(async (c, next) => {
    const viewer = await door.enter(c, site);
    if (!(viewer instanceof Response)) {
      c.set('viewer', viewer);
      return next();
    }
    const elsewhere = viewer.headers.get('location');
    if (c.req.method !== 'POST' || elsewhere === null) return viewer;
    c.header('Location', undefined);
    return site.leadTo(c, elsewhere);
  });
  for (const add of [
    addSearch,
    addMessages,
    addBatches,
    addFigures,
    addInsights,
    addErrors,
    addTimes,
    addSetAside,
    addLooks,
  ])
    add(app, site);

  app.notFound((c) =>
    site.showProblem(c, 404, {
      title: 'There is no such page',
      text: `Nothing is at ${c.req.path}.`,
      advice: [
        html`Open <a href="${pathTo.home()}">the first page</a>, where you can search for a message or a batch.`,
      ],
    }),
  );
  app.onError((error, c) =>
    error instanceof HTTPException && error.status === 403
      ? site.showProblem(c, 403, FROM_ELSEWHERE)
      : site.showProblem(c, error instanceof CliError ? 501 : 502, {
          title: 'The tables could not be read',
          text: door.describeError(error),
          advice: [html`<a href="${addressOf(c)}">Reload the page</a> once the cause is gone.`],
        }),
  );
  return app;
}
