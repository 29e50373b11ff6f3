import { isTooLong } from '../../lookup/ids.ts';
import { outcomeText } from '../../lookup/message-words.ts';
import { readMessage } from '../../lookup/read-items.ts';
import { readableItem } from '../../lookup/stored-item.ts';
import { laterDelivered } from '../later-delivered.ts';
import type { PageApp } from '../pages.ts';
import { idOf, type Site } from '../site.ts';
import { pathTo } from '../views/links.ts';
import { messagePage } from '../views/message.ts';
import { noMessage, tooLong } from '../views/problem.ts';

export function addMessages(app: PageApp, site: Site): void {
  const { connection } = site;

  app.on('GET', ['/messages', '/messages/:id'], site.only('lookUp'), async (c) => {
    const umid = idOf(c);
    if (isTooLong(umid)) return site.showProblem(c, 400, tooLong('The umid'));
    const stored = await readMessage(connection, umid);
    if (stored === undefined) return site.showProblem(c, 404, noMessage(umid, connection.name, site.viewFor(c)));
    const item = readableItem(stored);
    const later = await laterDelivered(connection, item);
    const { destination } = item;
    const numberPath = destination && pathTo.found(await site.door.seal(destination));
    site.record(c, { kind: 'message', umids: [item.umid, ...(later ? [later.umid] : [])] });
    const content = messagePage(stored, later, numberPath, site.viewFor(c));
    // The browser's history keeps titles, so no number may be in one
    return site.show(c, { title: `${outcomeText(item)}: ${item.umid}`, content, canRefresh: !item.terminal });
  });
}
