import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { ROLES } from '../../contract/page.ts';
import { startUi, type Ui } from '../../page/start-ui.ts';
import { tableFigures } from '../../page/table-figures.ts';
import { connectionTo } from '../support/engine.ts';
import { hasBrowser, NO_BROWSER, startBrowser, watch } from './support/browser.ts';
import { fakeDoor, viewerIn } from './support/fake-door.ts';
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

const NUMBER_DIGITS = /917.?123.?4567/;

if (!hasBrowser) process.stderr.write(`The tests in a browser are skipped. ${NO_BROWSER}\n`);

(hasBrowser ? describe : describe.skip)('the page in a browser', () => {
  const door = fakeDoor(undefined);
  let ui: UiUnderTest;
  /** On the same tables. */
  let hosted: Ui;
  let browser: Browser;
  let page: Page;
  let faults: string[];
  /** Addresses and referrers of requests, and what the browser keeps in its history: addresses and titles. */
  let visited: string[] = [];

  beforeAll(async () => {
    [ui, browser] = await Promise.all([uiOn(), startBrowser()]);
    await postMessages(ui);
    const connection = connectionTo(ui.tables);
    hosted = await startUi(0, { connection, ...tableFigures(connection), door });
    const context = await browser.newContext({ baseURL: ui.url });
    faults = watch(context, (url) => ![ui.url, hosted.url].some((own) => url.startsWith(own)));
    page = await context.newPage();
    page.on('framenavigated', (frame) => visited.push(frame.url()));
    page.on('domcontentloaded', async () => visited.push(await page.title().catch(() => '')));
    page.on('request', (request) => visited.push(request.url(), request.headers().referer ?? ''));
  });
  afterAll(async () => {
    await browser?.close();
    await hosted?.stop();
    await ui?.stop();
  });
  beforeEach(() => {
    door.viewer = viewerIn(...ROLES);
  });
  afterEach(() => expect(faults.splice(0)).toEqual([]));

  /** Clicks, and waits until the page that opens has loaded, because a click ends earlier. */
  async function follow(link: Locator): Promise<void> {
    await Promise.all([page.waitForEvent('load'), link.click()]);
  }

  /** Searches on the page that is open, and returns the address of the resulting page. */
  async function searchFor(text: string): Promise<string> {
    if (!page.url().startsWith(ui.url)) await page.goto('/');
    await page.getByRole('searchbox').fill(text);
    await follow(page.getByRole('button', { name: 'Search' }));
    return page.url().slice(ui.url.length);
  }

  /** A umid as lists show it. */
  const shown = (umid: string): string => `${umid.slice(0, 8)}…`;

  const press = async (name: string) => page.getByRole('button', { name }).click();
  const heading = (name: string) => page.getByRole('heading', { name }).waitFor();

  /** Tabs until the element with a text has the focus, and shows it. */
  async function tabTo(text: string): Promise<void> {
    for (let tabs = 0; (await focused()) !== text && tabs < 40; tabs += 1) await page.keyboard.press('Tab');
    expect(await focused()).toBe(text);
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  }

  const focused = () => page.evaluate('document.activeElement.textContent.trim()');

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

  it('the hosted page keeps a number out of addresses, titles and requests from the search to the message', async () => {
    await page.goto(hosted.url);
    visited = [];
    await page.getByRole('searchbox').fill(CAMPAIGN_NUMBER);
    await press('Search');
    await heading('Messages to +63 917 123 4567');
    await page.getByRole('link', { name: `${UNREACHED.slice(0, 8)}…` }).click();
    await heading('Not delivered: the phone could not be reached');
    await page.getByRole('link', { name: CAMPAIGN_NUMBER }).click();
    await heading('Messages to +63 917 123 4567');
    await page.getByLabel('First received from').fill('2020-01-01');
    await press('Show');
    await heading('3 messages');
    await page.getByRole('link', { name: 'Change the time zone' }).click();
    await page.getByLabel('Show times in').selectOption('Asia/Manila');
    await press('Use it');
    await heading('3 messages');
    expect(visited.filter((text) => NUMBER_DIGITS.test(text))).toEqual([]);
    expect(visited.some((text) => text.includes(UNREACHED))).toBe(true);
    expect(door.recorded.map(({ kind }) => kind)).toEqual(['search', 'message', 'search', 'search', 'search']);
  });

  describe('by keyboard alone', () => {
    it('a search finds and opens a message', async () => {
      await page.goto('/');
      // The browser moves the focus in a frame that may come after the load
      await page.locator('#q:focus').waitFor();
      await page.keyboard.type('+447700900123');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: '3 messages' }).waitFor();
      await tabTo(shown(DELIVERED));
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/messages/${DELIVERED}`);
    });

    it('the first tab stop skips the navigation', async () => {
      await page.goto(`/messages/${FAILED}`);
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('Skip to the content');
      expect(await page.getByRole('link', { name: 'Skip to the content' }).boundingBox()).toMatchObject({ x: 8, y: 8 });
      await page.keyboard.press('Enter');
      // Here, too
      await page.locator('main:focus').waitFor();
      await page.keyboard.press('Tab');
      const isInMain = () => page.evaluate("document.activeElement.closest('main') !== null");
      expect(await isInMain()).toBe(true);
    });

    it('shows the activity, and signs out, on the hosted page', async () => {
      await page.goto(`${hosted.url}/messages/${FAILED}`);
      await tabTo('Who looked at this message');
      await page.keyboard.press('Enter');
      await heading('Who looked at this message');
      await page.getByLabel('In the last').focus();
      await page.keyboard.type('1 d');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/activity?umid=*&days=1');
      expect(await page.getByRole('table').innerText()).toContain('ana@example.com');
      await page.reload();
      await tabTo('Sign out');
      await page.keyboard.press('Enter');
      await heading('You are signed out');
    });
  });
});
