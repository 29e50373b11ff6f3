import { MAX_KEY_BYTES } from '../../lookup/ids.ts';
import { messagesCsv } from '../../lookup/messages-csv.ts';
import { search } from '../../lookup/search.ts';
import { readSearchText } from '../../lookup/search-text.ts';
import { describeError } from '../../toolbox/errors.ts';
import type { Activity } from '../activity.ts';
import { type Dates, rangeOf } from '../dates.ts';
import { html } from '../html.ts';
import type { PageApp, PageContext } from '../pages.ts';
import { type Site, sendCsv } from '../site.ts';
import { homePage } from '../views/home.ts';
import { pathTo } from '../views/links.ts';
import { type Problem, tooLong } from '../views/problem.ts';
import { searchPage } from '../views/search.ts';
import { isTooLong } from './key-length.ts';

/** Of the messages to a number. */
const MAX_CSV_ROWS = 10_000;
const NO_DAY: Problem = {
  title: 'This is not a day',
  text: 'The days of a search are written as in 2026-11-28.',
  advice: [html`Choose the days again.`],
};

export function addSearch(app: PageApp, site: Site): void {
  const { connection, defaultCountry } = site;

  app.get('/', async (c) => {
    const query = c.req.query('q') ?? '';
    const view = site.viewFor(c);
    if (query.trim() === '') {
      const activity: Activity | string = await site.readActivity(site.now()).catch(describeError);
      return site.show(c, { title: 'Look up a message', content: homePage(activity, view.times) });
    }
    if (isTooLong(query)) return site.showProblem(c, 400, tooLong('What you search for', MAX_KEY_BYTES));
    const dates = datesOf(c);
    if (dates === undefined) return site.showProblem(c, 400, NO_DAY);
    const wanted = readSearchText(query, defaultCountry);
    if (wanted.page !== undefined) return c.redirect(pathTo[wanted.page](wanted.text), 303);
    const range = rangeOf(dates, view.times.zone);
    const result = await search(connection, wanted, range);
    const { messages, batches } = result;
    const [only] = messages;
    const [batch] = batches;
    if (messages.length + batches.length === 1 && result.stop === undefined && range === undefined)
      return c.redirect(only === undefined ? pathTo.batch(batch ?? '') : pathTo.message(only.umid), 303);
    const content = searchPage(query, wanted, result, dates, view);
    return site.show(
      c,
      { title: `Search: ${query}`, content, query },
      only === undefined && batch === undefined ? 404 : 200,
    );
  });

  app.get('/search.csv', async (c) => {
    const query = c.req.query('q') ?? '';
    const dates = datesOf(c);
    if (isTooLong(query)) return site.showProblem(c, 400, tooLong('What you search for', MAX_KEY_BYTES));
    if (dates === undefined) return site.showProblem(c, 400, NO_DAY);
    const wanted = readSearchText(query, defaultCountry);
    const { messages } = await search(connection, wanted, rangeOf(dates, site.zoneOf(c)), MAX_CSV_ROWS);
    return sendCsv(c, 'messages', messagesCsv(messages));
  });
}

/** Undefined if one is not a day. */
function datesOf(c: PageContext): Dates | undefined {
  const [from, to, before] = ['from', 'to', 'before'].map((name) => c.req.query(name) || undefined);
  const areDays = [from, to].every(
    (day) => day === undefined || (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))),
  );
  return areDays ? { from, to, before } : undefined;
}
