/**
 * Makes the pictures of README and docs/look-up.md, in light and dark: the page with the receipts of a simulated day, and
 * a terminal with the first two commands of a new user, and with a report.
 * Run: npm run screenshots
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Browser } from 'playwright-core';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { LOCAL_TABLES } from '../../contract/tables.ts';
import { createTables } from '../../local/create-tables.ts';
import { startDynalite } from '../../local/engine/in-process-dynalite.ts';
import { hasBrowser, NO_BROWSER, startBrowser } from './support/browser.ts';
import { END_OF_DAY, postBusyDay } from './support/busy-day.ts';
import { commandSession, firstSession, terminalPage } from './support/terminal-picture.ts';
import { writeTwoWeeks } from './support/two-weeks.ts';
import { type UiUnderTest, uiOn } from './support/ui-on.ts';

const FOLDER = process.argv[2] ?? join(import.meta.dirname, '../../docs/images');
const COLOR_SCHEMES = ['light', 'dark'] as const;
const VIEWPORT = { width: 1120, height: 760 };
/** Down to the first table. */
const INSIGHTS_VIEWPORT = { width: 1120, height: 1120 };

if (!hasBrowser) throw new Error(NO_BROWSER);
// On dynalite, which never deletes expired items, the day may be in the past
const engine = await startDynalite();
const ui = await uiOn(
  {
    name: 'tables at http://127.0.0.1:8000',
    now: () => END_OF_DAY,
    timeZone: 'Asia/Manila',
    tablesUrl: () => 'http://127.0.0.1:8001',
  },
  engine.endpoint,
);
// More messages than a day has
const insights = await uiOn({ name: 'tables at http://127.0.0.1:8000', now: () => END_OF_DAY }, engine.endpoint);
const browser = await startBrowser();
try {
  await postBusyDay(ui);
  await writeTwoWeeks(insights.tables, END_OF_DAY, 6_000);
  await mkdir(FOLDER, { recursive: true });
  const { failed, batchId } = await examples(ui);
  const pages = {
    search: '/',
    message: `/messages/${failed}`,
    batch: `/batches/${batchId}`,
    'set-aside': '/set-aside',
  };
  for (const [name, path] of Object.entries(pages)) {
    for (const colorScheme of COLOR_SCHEMES) {
      await shoot(browser, ui.url + path, `ui-${name}-${colorScheme}`, colorScheme);
    }
  }
  for (const colorScheme of COLOR_SCHEMES)
    await shoot(browser, `${insights.url}/insights`, `ui-insights-${colorScheme}`, colorScheme, INSIGHTS_VIEWPORT);
  const { client } = insights.tables;
  await createTables(client);
  await writeTwoWeeks({ client, ...LOCAL_TABLES }, END_OF_DAY, 6_000);
  const sessions = {
    terminal: await firstSession(),
    report: await commandSession('report --from 2026-02-26 --to 2026-03-06 --by country --compare', engine.endpoint),
  };
  for (const [name, session] of Object.entries(sessions))
    for (const colorScheme of COLOR_SCHEMES) await shootTerminal(browser, session, name, colorScheme);
} finally {
  await browser.close();
  await ui.stop();
  await insights.stop();
  await engine.stop();
}

/** @param viewport - of the part to show. Default: the whole page */
async function shoot(
  from: Browser,
  url: string,
  name: string,
  colorScheme: 'light' | 'dark',
  viewport?: typeof VIEWPORT,
): Promise<void> {
  const context = await from.newContext({ viewport: viewport ?? VIEWPORT, colorScheme });
  const page = await context.newPage();
  await page.goto(url);
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, fullPage: viewport === undefined });
  await context.close();
  process.stdout.write(`${path}\n`);
}

async function shootTerminal(
  from: Browser,
  session: string,
  name: string,
  colorScheme: 'light' | 'dark',
): Promise<void> {
  const page = await from.newPage({ deviceScaleFactor: 1.5 });
  await page.setContent(terminalPage(session, colorScheme));
  const path = join(FOLDER, `${name}-${colorScheme}.png`);
  await page.locator('pre').screenshot({ path, omitBackground: true });
  await page.close();
  process.stdout.write(`${path}\n`);
}

/** A message with a history that ended in an error, and the largest batch. */
async function examples({ tables }: UiUnderTest): Promise<{ failed: string; batchId: string }> {
  const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: tables.receiptsTable }));
  const items = (Items as ReceiptItem[]).sort((a, b) => (a.umid < b.umid ? -1 : 1));
  const sizes = new Map<string, number>();
  for (const { batchId } of items) if (batchId !== undefined) sizes.set(batchId, (sizes.get(batchId) ?? 0) + 1);
  const [[batchId = ''] = []] = [...sizes].sort(([, a], [, b]) => b - a);
  const failed = items.find(
    (item) =>
      item.errorCode === 46 &&
      item.batchId !== undefined &&
      item.clientMessageId !== undefined &&
      item.history.length > 3,
  );
  return { failed: failed?.umid ?? '', batchId };
}
