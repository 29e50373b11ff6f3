import { readBatch } from '../../lookup/batch.ts';
import { isTooLong } from '../../lookup/ids.ts';
import { messagesCsv } from '../../lookup/messages-csv.ts';
import { readItems } from '../../lookup/read-items.ts';
import { type ReadableItem, readableItem } from '../../lookup/stored-item.ts';
import { html } from '../html.ts';
import type { PageApp, PageContext } from '../pages.ts';
import { idOf, type Site, sendCsv } from '../site.ts';
import { type BatchFilter, batchPage, isOutcome, LISTED_MESSAGES, matches } from '../views/batch.ts';
import { pathTo } from '../views/links.ts';
import { noBatch, tooLong } from '../views/problem.ts';

export function addBatches(app: PageApp, site: Site): void {
  const { connection } = site;

  app.on('GET', ['/batches', '/batches/:id'], site.only('lookUp'), async (c) => {
    const id = idOf(c);
    const entries = await entriesOf(c, id);
    if (entries instanceof Response) return entries;
    const filter = batchFilterOf(c, { outcome: 'failed' });
    const chosen = entries.filter(matches(filter));
    if (chosen.length === 0 && filter.outcome === undefined) {
      return site.showProblem(c, 404, {
        title: 'There is no such message in the batch',
        text: `The batch ${id} has no message ${filter.state === undefined ? 'with this error' : `in the state ${filter.state}`}.`,
        advice: [
          html`Go back to <a href="${pathTo.batch(id)}">the batch</a>, and choose one of the groups that it shows.`,
        ],
      });
    }
    const skipped = Number(/^\d{1,9}$/.exec(c.req.query('after') ?? '')?.[0] ?? 0);
    // The index has neither numbers nor the sender's ids
    const umids = chosen.slice(skipped, skipped + LISTED_MESSAGES).map(({ umid }) => umid);
    const messages = (await readItems(connection, umids)).map(readableItem);
    site.record(c, { kind: 'batch', batchId: id, umids });
    const part = { messages, total: chosen.length, skipped };
    const content = batchPage(id, entries, filter, part, site.viewFor(c).times);
    return site.show(c, { title: `Batch ${id}`, content, canRefresh: true });
  });

  app.get('/batches.csv', site.only('lookUp'), async (c) => {
    const id = idOf(c);
    const entries = await entriesOf(c, id);
    if (entries instanceof Response) return entries;
    const chosen = entries.filter(matches(batchFilterOf(c, {})));
    const umids = chosen.map(({ umid }) => umid);
    const messages = await readItems(connection, umids);
    site.record(c, { kind: 'download', batchId: id, umids });
    return sendCsv(c, `batch-${id}`, messagesCsv(messages));
  });

  /** The entries of a batch, or the answer that there is none. */
  async function entriesOf(c: PageContext, id: string): Promise<ReadableItem[] | Response> {
    if (isTooLong(id)) return site.showProblem(c, 400, tooLong('The id of the batch'));
    const entries = await readBatch(connection, id);
    return entries.length === 0 ? site.showProblem(c, 404, noBatch(id, connection.name)) : entries;
  }
}

/** @param usual - without a choice */
function batchFilterOf(c: PageContext, usual: BatchFilter): BatchFilter {
  const { show, error, state } = c.req.query();
  if (error !== undefined) return { error: Number(error) };
  if (state !== undefined) return { state };
  if (show === 'all') return {};
  return isOutcome(show) ? { outcome: show } : usual;
}
