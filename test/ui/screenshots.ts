/**
 * Makes the pictures of docs/look-up.md: the page with the receipts of a simulated day, in light and dark.
 * Run: npm run screenshots
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Browser } from 'playwright-core';
import type { ReceiptItem } from '../../contract/receipt-item.ts';
import { startDynalite } from '../../local/engine/in-process-dynalite.ts';
import { hasBrowser, NO_BROWSER, startBrowser } from './support/browser.ts';
import { END_OF_DAY, postBusyDay } from './support/busy-day.ts';
import { type UiUnderTest, uiOn } from './support/ui-on.ts';

const FOLDER = process.argv[2] ?? join(import.meta.dirname, '../../docs/images');
const DESKTOP = { width: 1120, height: 760 };
const PHONE = { width: 360, height: 740 };

if (!hasBrowser) throw new Error(NO_BROWSER);
// dynalite never deletes what has expired, so that the day may be any
const engine = await startDynalite();
const ui = await uiOn(engine.endpoint, { now: () => END_OF_DAY, tablesUrl: () => 'http://127.0.0.1:8001' });
const browser = await startBrowser();
try {
  await postBusyDay(ui);
  await mkdir(FOLDER, { recursive: true });
  const { failed, batchId } = await examples(ui);
  const pages = {
    search: '/',
    message: `/messages/${failed}`,
    batch: `/batches/${batchId}`,
    'set-aside': '/set-aside',
  };
  for (const [name, path] of Object.entries(pages)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await shoot(browser, ui.url + path, `ui-${name}-${colorScheme}`, colorScheme, DESKTOP);
    }
    await shoot(browser, ui.url + path, `ui-${name}-phone`, 'light', PHONE);
  }
} finally {
  await browser.close();
  await ui.stop();
  await engine.stop();
}

async function shoot(
  from: Browser,
  url: string,
  name: string,
  colorScheme: 'light' | 'dark',
  viewport: typeof DESKTOP,
): Promise<void> {
  const context = await from.newContext({ viewport, colorScheme });
  const page = await context.newPage();
  await page.goto(url);
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  await context.close();
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
      item.state === 'undelivered' &&
      item.batchId !== undefined &&
      item.clientMessageId !== undefined &&
      item.history.length > 3,
  );
  return { failed: failed?.umid ?? '', batchId };
}
