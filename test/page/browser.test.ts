import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { engine } from '../support/engine.ts';
import { hasBrowser, NO_BROWSER, startBrowser, watch } from './support/browser.ts';
import {
  CAMPAIGN,
  CAMPAIGN_NUMBER,
  DELIVERED,
  FAILED,
  postMessages,
  RESENT,
  UNREACHED,
} from './support/shown-messages.ts';
import { type UiUnderTest, uiOn } from './support/ui-on.ts';

if (!hasBrowser) process.stderr.write(`The tests in a browser are skipped. ${NO_BROWSER}\n`);

(hasBrowser ? describe : describe.skip)('the page in a browser', () => {
  let ui: UiUnderTest;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [ui, browser] = await Promise.all([uiOn(engine.endpoint), startBrowser()]);
    await postMessages(ui);
    const context = await browser.newContext({ baseURL: ui.url });
    faults = watch(context, (url) => !url.startsWith(ui.url));
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await ui?.stop();
  });
  afterEach(() => expect(faults.splice(0)).toEqual([]));

  /** Clicks, and waits until the page that opens has loaded, because a click ends earlier. */
  async function follow(link: Locator): Promise<void> {
    await Promise.all([page.waitForEvent('load'), link.click()]);
  }

  /** Searches, and returns the address of the resulting page. */
  async function searchFor(text: string): Promise<string> {
    await page.goto('/');
    await page.getByRole('searchbox').fill(text);
    await follow(page.getByRole('button', { name: 'Search' }));
    return page.url().slice(ui.url.length);
  }

  /** A umid as lists show it. */
  const shown = (umid: string): string => `${umid.slice(0, 8)}…`;

  const main = (): Promise<string> => page.getByRole('main').innerText();

  /** Each does the steps of a row of the table in the docs. */
  const TASKS: Readonly<Record<string, () => Promise<void>>> = {
    'Did the message to this number arrive?': async () => {
      expect(await searchFor('0063 917 123-4567')).toMatch(/^\/found\//);
      expect(await page.getByRole('heading', { name: 'Messages to +63 917 123 4567' }).count()).toBe(1);
      expect(await page.getByRole('table').innerText()).toContain('The phone could not be reached');
    },
    'I only have our order number, or the umid': async () => {
      expect(await searchFor('otp-1')).toBe(`/messages/${UNREACHED}`);
      expect(await searchFor(shown(UNREACHED))).toBe(`/messages/${UNREACHED}`);
    },
    'Why did it not arrive, and what do I tell the customer?': async () => {
      await searchFor('otp-1');
      await page.getByRole('heading', { name: 'Not delivered: the phone could not be reached' }).waitFor();
      expect(await main()).toMatch(/Tell the customer\s+Your phone could not be reached\. Switch it on/);
      expect(await main()).toMatch(/What to do\s+Send the message again later/);
    },
    'Did a later message reach the customer?': async () => {
      await searchFor('otp-1');
      expect(await main()).toContain('A later message to this number was delivered: otp-2');
      await follow(page.getByRole('link', { name: 'otp-2' }));
      expect(page.url()).toBe(`${ui.url}/messages/${RESENT}`);
    },
    'Can the outcome still change?': async () => {
      await searchFor('otp-3');
      await page.getByRole('heading', { name: 'With the operator, no answer from the phone yet' }).waitFor();
      expect(await main()).toContain('Not final yet: 8x8 may still send an update.');
      await follow(page.getByRole('link', { name: 'Refresh every 30 s' }));
      await follow(page.getByRole('link', { name: 'Stop refreshing' }));
      await searchFor('otp-2');
      expect(await main()).toMatch(/Final\.\s+Delivered to the phone/);
    },
    'When was that in my time? In UTC?': async () => {
      await page.goto(`/messages/${UNREACHED}`);
      await follow(page.getByRole('link', { name: 'Change the time zone' }));
      await page.getByLabel('Show times in').selectOption('Asia/Manila');
      await follow(page.getByRole('button', { name: 'Use it' }));
      expect(page.url()).toBe(`${ui.url}/messages/${UNREACHED}`);
      expect(await main()).toContain('27 Nov 2026, 18:41:07, Manila (UTC+8)');
      await follow(page.getByRole('link', { name: 'Show UTC' }));
      expect(await main()).toContain('27 Nov 2026, 10:41:07, UTC');
    },
    'What did we send to this number last week?': async () => {
      await searchFor(CAMPAIGN_NUMBER);
      await page.getByLabel('First received from').fill('2020-01-01');
      await page.getByLabel('to', { exact: true }).fill('2020-01-31');
      await follow(page.getByRole('button', { name: 'Show' }));
      expect(await main()).toContain('There is no message to this number in these days.');
      await page.getByLabel('to', { exact: true }).fill('2099-01-31');
      await follow(page.getByRole('button', { name: 'Show' }));
      expect(await page.getByRole('heading', { name: '3 messages' }).count()).toBe(1);
    },
    'How can I show it to a colleague?': async () => {
      await searchFor('otp-1');
      const copied = page.url();
      expect(await searchFor(copied)).toBe(`/messages/${UNREACHED}`);
    },
    'How many messages of a campaign arrived?': async () => {
      expect(await searchFor('november-offer')).toBe(`/batches/${CAMPAIGN}`);
      expect(await main()).toMatch(/33\.3 %\s+delivered: 1 of 3 messages · 1 failed · 1 without an answer yet/);
    },
    'Which failed, and why?': async () => {
      await searchFor(CAMPAIGN);
      await follow(page.getByRole('link', { name: 'Subscriber not reachable (error 46) 1' }));
      expect(await page.getByRole('table').last().innerText()).toContain('+63 917 123 4567');
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download it as CSV' }).click(),
      ]);
      expect(file.suggestedFilename()).toBe(`batch-${CAMPAIGN}.csv`);
      const all = await (await fetch(`${ui.url}/batches.csv?id=${CAMPAIGN}`)).text();
      expect(all.trim().split('\r\n')).toHaveLength(1 + 3);
    },
    'What does an error code mean?': async () => {
      await page.goto('/');
      await follow(page.getByRole('link', { name: 'Errors' }));
      await follow(page.getByRole('link', { name: '46' }));
      expect(await main()).toMatch(
        /Subscriber not reachable[\s\S]*The phone could not be reached[\s\S]*usually temporary/,
      );
    },
    'Is something wrong right now?': async () => {
      await page.goto('/');
      await follow(page.getByRole('link', { name: 'Now' }));
      expect(await main()).toMatch(/no alarms[\s\S]*Last receipt\s+\d/);
    },
    'Is delivery worse than usual?': async () => {
      await page.goto('/now');
      expect(await main()).toMatch(/Delivered in the last hour\s+50\.0 %: 2 of 4 final answers/);
      expect(await main()).toMatch(/The same hour last week\s+No final answer/);
    },
  };

  describe('what people ask', () => {
    afterEach(() => page.context().clearCookies());

    it.each(Object.entries(TASKS))('%s', async (_, steps) => steps());

    it('is in the docs', () => {
      const docs = readFileSync(join(import.meta.dirname, '../../docs/look-up.md'), 'utf8');
      const [, table = ''] = docs.split('| question | steps |\n|---|---|\n');
      const questions = table
        .slice(0, table.indexOf('\n\n'))
        .split('\n')
        .map((row) => row.split('|')[1]?.trim());
      expect(questions).toEqual(Object.keys(TASKS));
    });
  });

  describe('by keyboard alone', () => {
    const focused = () => page.evaluate('document.activeElement.textContent.trim()');

    it('a search finds and opens a message', async () => {
      await page.goto('/');
      // The browser moves the focus in a frame that may come after the load
      await page.locator('#q:focus').waitFor();
      await page.keyboard.type('+447700900123');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: '3 messages' }).waitFor();
      for (let tabs = 0; (await focused()) !== shown(DELIVERED) && tabs < 30; tabs += 1)
        await page.keyboard.press('Tab');
      expect(await focused()).toBe(shown(DELIVERED));
      const outline = () => page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      expect(await outline()).toBe('solid');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/messages/${DELIVERED}`);
    });

    it('the first tab stop skips the navigation', async () => {
      await page.goto(`/messages/${FAILED}`);
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('Skip to the content');
      expect(await page.getByRole('link', { name: 'Skip to the content' }).boundingBox()).toMatchObject({ x: 8, y: 8 });
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      const isInMain = () => page.evaluate("document.activeElement.closest('main') !== null");
      expect(await isInMain()).toBe(true);
    });
  });
});
