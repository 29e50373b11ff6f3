import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ROLES } from '../../contract/page.ts';
import { engine } from '../support/engine.ts';
import { listen } from '../support/listen.ts';
import { hasBrowser, startBrowser, watch } from './support/browser.ts';
import { type FakeDoor, fakeDoor, viewerIn } from './support/fake-door.ts';
import { CAMPAIGN_NUMBER, FAILED, postMessages, UNREACHED } from './support/shown-messages.ts';
import { type UiUnderTest, uiOn } from './support/ui-on.ts';

const NUMBER_DIGITS = /917.?123.?4567/;

(hasBrowser ? describe : describe.skip)('a hosted page in a browser', () => {
  let provider: Awaited<ReturnType<typeof listen>>;
  let door: FakeDoor;
  let ui: UiUnderTest;
  let browser: Browser;
  let page: Page;
  let faults: string[];
  /** Addresses and referrers of requests, and what the browser keeps in its history: addresses and titles. */
  let visited: string[] = [];

  beforeAll(async () => {
    provider = await listen(
      createServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>The provider</h1>')),
    );
    door = fakeDoor(undefined, `${provider.endpoint}/`);
    [ui, browser] = await Promise.all([uiOn(engine.endpoint, { door }), startBrowser()]);
    await postMessages(ui);
    const context = await browser.newContext({ baseURL: ui.url });
    faults = watch(context, (url) => ![ui.url, provider.endpoint].some((own) => url.startsWith(own)));
    page = await context.newPage();
    page.on('framenavigated', (frame) => visited.push(frame.url()));
    page.on('domcontentloaded', async () => visited.push(await page.title().catch(() => '')));
    page.on('request', (request) => visited.push(request.url(), request.headers().referer ?? ''));
  });
  afterAll(async () => {
    await browser?.close();
    await ui?.stop();
    await provider?.close();
  });
  beforeEach(async () => {
    door.viewer = viewerIn(...ROLES);
    door.recorded.length = 0;
    await page.context().clearCookies();
    visited = [];
  });
  afterEach(() => expect(faults.splice(0)).toEqual([]));

  const press = async (name: string) => page.getByRole('button', { name }).click();
  const heading = (name: string) => page.getByRole('heading', { name }).waitFor();

  it('keeps a number out of addresses, titles and requests from the search to the message', async () => {
    await page.goto('/');
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

  it('keeps the reason, shows it, and records it until another one is given', async () => {
    await page.goto('/');
    await page.getByLabel('Why you look').fill('CASE 17');
    await page.getByRole('searchbox').fill('otp-1');
    await page.keyboard.press('Enter');
    await heading('Not delivered');
    expect(await page.getByRole('banner').innerText()).toContain('Signed in as ana@example.com · Reason: CASE 17');
    await page.goto('/');
    expect(await page.getByLabel('Why you look').inputValue()).toBe('CASE 17');
    await page.getByLabel('Why you look').fill('');
    await page.getByRole('searchbox').fill('otp-2');
    await page.keyboard.press('Enter');
    await heading('Delivered');
    expect(door.recorded.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['search', 'CASE 17'],
      ['message', 'CASE 17'],
      ['search', undefined],
      ['message', undefined],
    ]);
  });

  it('leads to the provider on its own origin: after the sign-out, and after a form without a session', async () => {
    await page.goto('/');
    await press('Sign out');
    await heading('The provider');
    door.viewer = viewerIn('support');
    await page.goto('/');
    door.viewer = undefined;
    await page.getByRole('searchbox').fill(CAMPAIGN_NUMBER);
    await press('Search');
    await heading('The provider');
  });

  it('is used by keyboard alone: the activity, and the sign-out', async () => {
    await page.goto(`/messages/${FAILED}`);
    const tabTo = async (text: string) => {
      const focused = () =>
        page.evaluate<string>('document.activeElement.textContent.trim() || document.activeElement.id');
      for (let tabs = 0; (await focused()) !== text && tabs < 40; tabs += 1) await page.keyboard.press('Tab');
      expect(await focused()).toBe(text);
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    };
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
    await heading('The provider');
  });
});
