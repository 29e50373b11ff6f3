import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ROLES } from '../../contract/page.ts';
import { engine } from '../support/engine.ts';
import { listen } from '../support/listen.ts';
import { hasBrowser, startBrowser } from './support/browser.ts';
import { type FakeDoor, fakeDoor, viewerIn } from './support/fake-door.ts';
import { expectAccessible, expectToFit } from './support/page-faults.ts';
import { CAMPAIGN, CAMPAIGN_NUMBER, ENDLESS, FAILED, postMessages, UNREACHED } from './support/shown-messages.ts';
import { type UiUnderTest, uiOn } from './support/ui-on.ts';

const NUMBER_DIGITS = /917.?123.?4567/;

(hasBrowser ? describe : describe.skip)('a hosted page in a browser', () => {
  let provider: Awaited<ReturnType<typeof listen>>;
  let door: FakeDoor;
  let ui: UiUnderTest;
  let browser: Browser;
  let page: Page;
  const pages = new Map<boolean, Promise<Page>>();
  /** Addresses and referrers of requests, and what the browser keeps in its history: addresses and titles. */
  let visited: string[] = [];

  beforeAll(async () => {
    provider = await listen(
      createServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>The provider</h1>')),
    );
    door = fakeDoor(undefined, `${provider.endpoint}/`);
    [ui, browser] = await Promise.all([uiOn(engine.endpoint, { door }), startBrowser()]);
    await postMessages(ui);
  });
  afterAll(async () => {
    await browser?.close();
    await ui?.stop();
    await provider?.close();
  });
  beforeEach(async () => {
    door.viewer = viewerIn(...ROLES);
    door.recorded.length = 0;
    await open(false);
    await page.context().clearCookies();
    visited = [];
  });

  /** @param bypassCSP - for axe, which is a script */
  async function open(bypassCSP: boolean): Promise<void> {
    const opened = pages.get(bypassCSP) ?? openPage(bypassCSP);
    pages.set(bypassCSP, opened);
    page = await opened;
  }

  async function openPage(bypassCSP: boolean): Promise<Page> {
    const context = await browser.newContext({ baseURL: ui.url, bypassCSP });
    const opened = await context.newPage();
    opened.setDefaultTimeout(60_000);
    opened.on('framenavigated', (frame) => visited.push(frame.url()));
    opened.on('domcontentloaded', async () => visited.push(await opened.title().catch(() => '')));
    opened.on('request', (request) => visited.push(request.url(), request.headers().referer ?? ''));
    return opened;
  }

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

  const OPERATIONS = viewerIn('operations');
  const PAGES = [
    ['the search', '/', OPERATIONS],
    ['a message', `/messages/${FAILED}`, OPERATIONS],
    ['the activity', '/activity', OPERATIONS],
    ['who looked at a message', `/activity?umid=${FAILED}`, OPERATIONS],
    ['the page of another role', `/messages/${FAILED}`, viewerIn('finance')],
    ['a page before the sign-in', '/signed-out', undefined],
  ] as const;

  /** Opens a page with a reason, after somebody looked at a message, a batch and a number. */
  async function show(path: string, viewer: FakeDoor['viewer'], email?: string): Promise<void> {
    door.log.length = 0;
    const looks = [`/messages/${FAILED}`, `/batches/${CAMPAIGN}`, `/found/${await door.seal(CAMPAIGN_NUMBER)}`];
    for (const look of looks) await fetch(ui.url + look, { headers: { cookie: '__Host-reason=CASE%2017' } });
    await page
      .context()
      .addCookies([{ name: '__Host-reason', value: 'CASE%2017', url: ui.url.replace('http', 'https') }]);
    door.viewer = viewer && { ...viewer, ...(email !== undefined && { email }) };
    await page.goto(path);
  }

  describe.each([
    ['light', { width: 360, height: 740 }],
    ['dark', { width: 1280, height: 720 }],
  ] as const)('axe in %s, with the screen %j,', (colorScheme, viewport) => {
    it.each(PAGES)('finds no fault on %s', async (_, path, viewer) => {
      await open(true);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await show(path, viewer);
      await expectAccessible(page);
    });
  });

  it.each(PAGES)('fits on every screen, with long names: %s', async (_, path, viewer) => {
    await show(path, viewer, `${ENDLESS}@example.com`);
    await expectToFit(page);
  });
});
