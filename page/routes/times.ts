import { html } from '../html.ts';
import { localAddress } from '../local-address.ts';
import type { PageApp } from '../pages.ts';
import type { Site } from '../site.ts';
import { pathTo } from '../views/links.ts';
import { timeZonePage } from '../views/time-zone.ts';
import { isTimeZone } from '../views/times.ts';

/** The choice of the time zone. */
export function addTimes(app: PageApp, site: Site): void {
  app.get('/times', (c) => {
    const zone = c.req.query('zone');
    const back = localAddress(c.req.query('back'));
    if (zone === undefined) return site.show(c, { title: 'Time zone', content: timeZonePage(site.zoneOf(c), back) });
    if (!isTimeZone(zone)) {
      return site.showProblem(c, 400, {
        title: 'There is no such time zone',
        text: `No time zone has the name “${zone}”.`,
        advice: [html`<a href="${pathTo.times(back)}">Choose one of the list</a>.`],
      });
    }
    site.choices.keepZone(c, zone);
    return c.redirect(back, 303);
  });
}
