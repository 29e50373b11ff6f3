import type { Operations } from '../operations.ts';
import type { PageApp } from '../pages.ts';
import type { Site } from '../site.ts';
import { nowPage } from '../views/now.ts';

export function addFigures(app: PageApp, site: Site): void {
  app.get('/now', site.only('lookUp'), async (c) => {
    const operations: Operations | string = await site.readOperations(site.now()).catch(site.door.describeError);
    return site.show(c, { title: 'Now', content: nowPage(operations, site.viewFor(c)), canRefresh: true });
  });
}
