import { isTooLong } from '../../lookup/ids.ts';
import { countSetAside, listSetAside } from '../../lookup/set-aside/list.ts';
import { readSetAside } from '../../lookup/set-aside/read.ts';
import { html } from '../html.ts';
import type { PageApp } from '../pages.ts';
import { idOf, type Site } from '../site.ts';
import { pathTo } from '../views/links.ts';
import { tooLong } from '../views/problem.ts';
import { isReason, setAsideBodyPage, setAsidePage } from '../views/set-aside.ts';

/** On a page. */
const LISTED_BODIES = 100;

export function addSetAside(app: PageApp, site: Site): void {
  const { connection } = site;
  if (connection.readsSetAside === false) return;

  app.get('/set-aside', site.only('setAside'), async (c) => {
    const reason = c.req.query('reason') || undefined;
    if (reason !== undefined && !isReason(reason)) {
      return site.showProblem(c, 400, {
        title: 'There is no such reason',
        text: `A body is never set aside for the reason ${reason}.`,
        advice: [html`Choose a reason on the page of the <a href="${pathTo.setAside()}">set-aside bodies</a>.`],
      });
    }
    const before = c.req.query('before') || undefined;
    if (isTooLong(before ?? '')) return site.showProblem(c, 400, tooLong('The time'));
    const [listed, counts] = await Promise.all([
      listSetAside(connection, { reason, before }, LISTED_BODIES),
      countSetAside(connection),
    ]);
    const content = setAsidePage({ ...listed, counts }, { reason, before }, site.viewFor(c).times);
    return site.show(c, { title: 'Set-aside bodies', content });
  });

  app.get('/set-aside/:id', site.only('setAside'), async (c) => {
    const id = idOf(c).trim().toLowerCase();
    const item = /^[\da-f]{64}$/.test(id) ? await readSetAside(connection, id) : undefined;
    if (item === undefined) {
      return site.showProblem(c, 404, {
        title: 'There is no such set-aside body',
        text: `The ${connection.name} has no set-aside body with the id ${id}.`,
        advice: [
          html`It was replayed, or it has expired. The <a href="${pathTo.setAside()}">set-aside bodies</a> are those that are left.`,
        ],
      });
    }
    site.record(c, { kind: 'set-aside', setAsideId: item.id });
    return site.show(c, { title: `Set-aside body ${item.id}`, content: setAsideBodyPage(item, site.viewFor(c)) });
  });
}
