import { tableReports } from '../../lookup/report/table-reports.ts';
import { csvTable } from '../../report/csv-table.ts';
import { csvForSpreadsheets } from '../../toolbox/csv.ts';
import { html } from '../html.ts';
import { BREAKDOWNS, periodsOf, readInsights, recentMonths } from '../insights.ts';
import type { PageApp } from '../pages.ts';
import { type Site, sendCsv } from '../site.ts';
import { insightsPage } from '../views/insights.ts';
import { readRequest } from '../views/insights-links.ts';
import { pathTo } from '../views/links.ts';

export function addInsights(app: PageApp, site: Site): void {
  const { readReports = tableReports(site.connection) } = site;

  app.on('GET', ['/insights', '/insights.csv'], site.only('insights'), async (c) => {
    const zone = site.zoneOf(c);
    const now = site.now();
    const request = readRequest((name) => c.req.query(name));
    const periods = request && periodsOf(request.period, now, zone);
    const by = BREAKDOWNS.find((name) => name === c.req.query('by'));
    const isCsv = c.req.path.endsWith('.csv');
    if (request === undefined || periods === undefined || (isCsv && by === undefined)) {
      return site.showProblem(c, 400, {
        title: 'There are no such insights',
        text: 'The address has a period, a filter or a breakdown that does not exist.',
        advice: [html`Open the <a href="${pathTo.insights()}">insights</a>, and choose a period there.`],
      });
    }
    const insights = await readInsights(readReports, request, periods, zone);
    site.record(c, { kind: 'insights' });
    if (isCsv && by !== undefined)
      return sendCsv(c, `${by}-${request.period}`, csvForSpreadsheets(csvTable(insights.breakdowns[by])));
    const content = insightsPage(insights, recentMonths(now, zone), site.viewFor(c));
    return site.show(c, { title: 'Insights', content });
  });
}
