import { DAY_MS } from '../../toolbox/clock.ts';
import type { Looks } from '../door.ts';
import type { PageApp } from '../pages.ts';
import type { Site } from '../site.ts';
import { pathTo } from '../views/links.ts';
import { looksPage, PERIODS } from '../views/looks.ts';

/** Who looked at what, and who looked at a message. */
export function addLooks(app: PageApp, site: Site): void {
  const { readLooks, describeError } = site.door;
  if (readLooks === undefined) return;

  app.get(pathTo.activity(), site.only('activity'), async (c) => {
    const { umid, days: asked } = c.req.query();
    // Of one message there are few, however old
    const days = PERIODS.find((period) => `${period}` === asked) ?? (umid ? Math.max(...PERIODS) : 7);
    const to = site.now();
    const from = new Date(to.getTime() - days * DAY_MS);
    const looks: Looks | string = await readLooks({ umid: umid || undefined, from, to }).catch(describeError);
    if (typeof looks !== 'string') site.record(c, { kind: 'activity' });
    const content = looksPage(looks, { umid: umid || undefined, days }, site.viewFor(c).times);
    return site.show(c, { title: umid ? `Who looked at ${umid}` : 'Activity', content });
  });
}
