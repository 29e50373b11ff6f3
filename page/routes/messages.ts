import { MAX_KEY_BYTES } from '../../lookup/ids.ts';
import { outcomeText } from '../../lookup/message-words.ts';
import { readMessage } from '../../lookup/read-items.ts';
import { readableItem } from '../../lookup/stored-item.ts';
import { laterDelivered } from '../later-delivered.ts';
import type { PageApp } from '../pages.ts';
import { idOf, type Site } from '../site.ts';
import { messagePage, messageTitle } from '../views/message.ts';
import { noMessage, tooLong } from '../views/problem.ts';
import { isTooLong } from './key-length.ts';

export function addMessages(app: PageApp, site: Site): void {
  const { connection } = site;

  app.on('GET', ['/messages', '/messages/:id'], async (c) => {
    const umid = idOf(c);
    if (isTooLong(umid)) return site.showProblem(c, 400, tooLong('The umid', MAX_KEY_BYTES));
    const stored = await readMessage(connection, umid);
    if (stored === undefined) return site.showProblem(c, 404, noMessage(umid, connection.name, site.viewFor(c)));
    const item = readableItem(stored);
    const content = messagePage(stored, await laterDelivered(connection, item), site.viewFor(c).times);
    return site.show(c, { title: `${outcomeText(item)}: ${messageTitle(item)}`, content, canRefresh: !item.terminal });
  });
}
