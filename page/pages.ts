import type { Context, Hono } from 'hono';
import type { Html } from './html.ts';
import type { Viewer } from './viewer.ts';
import type { Problem } from './views/problem.ts';

export interface PageEnv {
  /** The viewer is undefined until the door lets the request in. */
  Variables: { viewer?: Viewer };
}

export type PageApp = Hono<PageEnv>;
export type PageContext = Context<PageEnv>;

export type Status = 200 | 400 | 401 | 403 | 404 | 405 | 421 | 501 | 502;

export interface Shown {
  readonly title: string;
  readonly content: Html;
  /** The text in the search box. */
  readonly query?: string;
  /** Whether the page can reload itself. */
  readonly canRefresh?: boolean;
}

/** Shows pages in their common frame. */
export interface Pages {
  show(c: PageContext, shown: Shown, status?: Status): Response | Promise<Response>;
  showProblem(c: PageContext, status: Exclude<Status, 200>, problem: Problem): Response | Promise<Response>;
  /**
   * Leads a browser to an address of another site after a form. It is a page that goes on by itself, because Chromium
   * applies `form-action` of the content security policy to redirects, too.
   *
   * @see https://www.w3.org/TR/CSP3/#directive-form-action
   */
  leadTo(c: PageContext, address: string): Response | Promise<Response>;
}
