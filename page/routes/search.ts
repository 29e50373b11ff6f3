import { isTooLong } from '../../lookup/ids.ts';
import { messagesCsv } from '../../lookup/messages-csv.ts';
import { type SearchResult, search } from '../../lookup/search.ts';
import { readSearchText, type SearchText } from '../../lookup/search-text.ts';
import { isDay } from '../../report/days.ts';
import type { Activity } from '../activity.ts';
import { type Dates, rangeOf } from '../dates.ts';
import type { NewLook } from '../door.ts';
import { html } from '../html.ts';
import type { PageApp, PageContext } from '../pages.ts';
import { type Site, sendCsv } from '../site.ts';
import { homePage } from '../views/home.ts';
import { pathTo } from '../views/links.ts';
import { reasonField } from '../views/page.ts';
import { type Problem, tooLong } from '../views/problem.ts';
import { searchPage } from '../views/search.ts';

/** Of the messages to a number. */
const MAX_CSV_ROWS = 10_000;
const TOO_LONG = tooLong('What you search for');
const NO_DAY: Problem = {
  title: 'This is not a day',
  text: 'The days of a search are written as in 2026-11-28.',
  advice: [html`Choose the days again.`],
};
const TOO_OLD: Problem = {
  title: 'This search is too old',
  text: 'The address of a search does not contain what you searched for, and opens only for a time.',
  advice: [html`<a href="${pathTo.home()}">Search</a> again.`],
};

/** A search that can be made. */
interface Wanted {
  readonly text: SearchText;
  readonly dates: Dates;
}

export function addSearch(app: PageApp, site: Site): void {
  const { connection, defaultCountry, door, choices } = site;

  app.get(pathTo.home(), async (c, next) => {
    const query = c.req.query('q') ?? '';
    if (!door.isHosted && query.trim() !== '') return showFound(c, query);
    if (!site.may(c, 'lookUp') && site.may(c, 'insights')) return c.redirect(pathTo.insights(), 303);
    return next();
  });
  app.get(pathTo.home(), site.only('lookUp'), async (c) => {
    const activity: Activity | string = await site.readActivity(site.now()).catch(door.describeError);
    const fields = door.isHosted ? reasonField(choices.readReason(c)) : undefined;
    return site.show(c, { title: 'Look up a message', content: homePage(activity, fields, site.viewFor(c)) });
  });

  app.post(pathTo.search(), site.only('lookUp'), async (c) => {
    // A body that is no form is a search for nothing
    const { q, reason } = await c.req.parseBody().catch((): Record<string, undefined> => ({}));
    if (typeof reason === 'string') choices.keepReason(c, reason.trim());
    if (typeof q !== 'string' || q.trim() === '') return c.redirect(pathTo.home(), 303);
    if (isTooLong(q)) return site.showProblem(c, 400, TOO_LONG);
    const { page, text } = readSearchText(q, defaultCountry);
    return c.redirect(page === undefined ? pathTo.found(await door.seal(q)) : pathTo[page](text), 303);
  });
  // Whoever had to sign in before a search comes back to its address
  app.get(pathTo.search(), (c) => c.redirect(pathTo.home(), 303));

  app.get('/found/:sealed', site.only('lookUp'), async (c) => {
    const query = await door.unseal(c.req.param('sealed'));
    return query === undefined ? site.showProblem(c, 404, TOO_OLD) : showFound(c, query);
  });
  app.get('/found/:sealed/messages.csv', site.only('lookUp'), async (c) => {
    const query = await door.unseal(c.req.param('sealed'));
    return query === undefined ? site.showProblem(c, 404, TOO_OLD) : sendFound(c, query);
  });
  if (!door.isHosted) app.get('/search.csv', site.only('lookUp'), (c) => sendFound(c, c.req.query('q') ?? ''));

  async function showFound(c: PageContext, query: string): Promise<Response> {
    const wanted = wantedBy(c, query);
    if ('title' in wanted) return site.showProblem(c, 400, wanted);
    const { text, dates } = wanted;
    if (text.page !== undefined) return c.redirect(pathTo[text.page](text.text), 303);
    const view = site.viewFor(c);
    const range = rangeOf(dates, view.times.zone);
    const result = await search(connection, text, range);
    site.record(c, lookOf('search', text, result));
    const { messages, batches } = result;
    const [only] = messages;
    const [batch] = batches;
    if (messages.length + batches.length === 1 && result.stop === undefined && range === undefined)
      return c.redirect(only === undefined ? pathTo.batch(batch ?? '') : pathTo.message(only.umid), 303);
    const { meant } = text;
    const sealed = { query: await door.seal(query), meant: meant && (await door.seal(meant)) };
    const content = searchPage(query, sealed, text, result, dates, view);
    return site.show(
      c,
      { title: 'Search results', content, query },
      only === undefined && batch === undefined ? 404 : 200,
    );
  }

  async function sendFound(c: PageContext, query: string): Promise<Response> {
    const wanted = wantedBy(c, query);
    if ('title' in wanted) return site.showProblem(c, 400, wanted);
    const { text, dates } = wanted;
    const result = await search(connection, text, rangeOf(dates, site.zoneOf(c)), MAX_CSV_ROWS);
    site.record(c, lookOf('download', text, result));
    return sendCsv(c, 'messages', messagesCsv(result.messages));
  }

  function wantedBy(c: PageContext, query: string): Wanted | Problem {
    if (isTooLong(query)) return TOO_LONG;
    const dates = datesOf(c);
    return dates === undefined ? NO_DAY : { text: readSearchText(query, defaultCountry), dates };
  }
}

function lookOf(
  kind: 'search' | 'download',
  { umid, number }: SearchText,
  { messages, batches, isNumber }: SearchResult,
): NewLook {
  const umids = messages.map((item) => item.umid);
  if (number !== undefined && (isNumber || /^\+?\d+$/.test(number.text)))
    return { kind, query: 'number', number: number.text, umids };
  return { kind, query: umid !== undefined ? 'umid' : batches.length > 0 ? 'batch' : 'text', umids };
}

/** Undefined if one is not a day. */
function datesOf(c: PageContext): Dates | undefined {
  const [from, to, before] = ['from', 'to', 'before'].map((name) => c.req.query(name) || undefined);
  const areDays = [from, to].every((day) => day === undefined || (/^\d{4}-\d\d-\d\d$/.test(day) && isDay(day)));
  return areDays ? { from, to, before } : undefined;
}
