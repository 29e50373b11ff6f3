import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { commandLine } from '../toolbox/command-line.ts';
import { CliError, describeError } from '../toolbox/errors.ts';
import { isLocalHost } from '../toolbox/loopback.ts';
import { html } from './html.ts';
import { addBatches } from './routes/batches.ts';
import { addErrors } from './routes/errors.ts';
import { addFigures } from './routes/figures.ts';
import { addInsights } from './routes/insights.ts';
import { addMessages } from './routes/messages.ts';
import { addSearch } from './routes/search.ts';
import { addSetAside } from './routes/set-aside.ts';
import { addTimes } from './routes/times.ts';
import { addressOf, createSite, type UiOptions } from './site.ts';
import { pathTo } from './views/links.ts';

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
export function createApp(options: UiOptions): Hono {
  const app = new Hono({ strict: false });
  const site = createSite(options);

  app.use(SECURE_HEADERS);
  app.use(async (c, next) => {
    await next();
    // The pages contain phone numbers
    c.header('Cache-Control', 'no-store');
  });
  app.use(async (c, next) => {
    // Otherwise DNS rebinding would let another site read these pages
    if (!isLocalHost(c.req.header('host'))) {
      return site.showProblem(c, 421, {
        title: 'This is not the address of the page',
        text: 'The page answers at the address that it was started with, on 127.0.0.1.',
        advice: [html`Open http://127.0.0.1 or http://localhost, with the port that the tool printed.`],
      });
    }
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      c.header('Allow', 'GET, HEAD');
      return site.showProblem(c, 405, {
        title: 'The page only reads',
        text: `It does not answer ${c.req.method}.`,
        advice: [html`To change something, use the commands of the tool: <code>${commandLine('--help', {})}</code>.`],
      });
    }
    return next();
  });

  for (const [path, { type, text }] of Object.entries(ASSETS))
    app.get(path, (c) => c.body(text, 200, { 'Content-Type': type }));

  for (const add of [addSearch, addMessages, addBatches, addFigures, addInsights, addErrors, addTimes, addSetAside])
    add(app, site);

  app.notFound((c) =>
    site.showProblem(c, 404, {
      title: 'There is no such page',
      text: `Nothing is at ${c.req.path}.`,
      advice: [
        html`<a href="/">Search</a> for a message or a batch, or see the <a href="${pathTo.setAside()}">set-aside bodies</a>.`,
      ],
    }),
  );
  app.onError((error, c) =>
    site.showProblem(c, error instanceof CliError ? 501 : 502, {
      title: 'The tables could not be read',
      text: describeError(error),
      advice: [html`<a href="${addressOf(c)}">Reload the page</a> once the cause is gone.`],
    }),
  );
  return app;
}
