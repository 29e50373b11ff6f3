import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startUi, type Ui } from '../../page/start-ui.ts';
import { tableFigures } from '../../page/table-figures.ts';
import { connectionTo } from '../support/engine.ts';
import { hasBrowser, startBrowser, watch } from './support/browser.ts';
import { fakeDoor, viewerIn } from './support/fake-door.ts';
import { expectAccessible, expectToFit } from './support/page-faults.ts';
import {
  BATCH,
  CAMPAIGN,
  CAMPAIGN_NUMBER,
  ENDLESS,
  FAILED,
  HOSTILE_PATHS,
  postMessages,
} from './support/shown-messages.ts';
import { type UiUnderTest, uiOn } from './support/ui-on.ts';

(hasBrowser ? describe : describe.skip)('what only a browser sees of', () => {
  const door = fakeDoor(undefined);
  let local: UiUnderTest;
  let hosted: Ui;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [local, browser] = await Promise.all([uiOn(), startBrowser()]);
    await postMessages(local);
    const connection = connectionTo(local.tables);
    hosted = await startUi(0, { connection, ...tableFigures(connection), door });
    const context = await browser.newContext();
    faults = watch(context, (url) => ![local.url, hosted.url].some((own) => url.startsWith(own)));
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await hosted?.stop();
    await local?.stop();
  });
  afterEach(() => expect(faults.splice(0)).toEqual([]));

  describe('the local page', () => {
    it.each(
      Object.entries({
        home: '/',
        results: '/?q=%2B447700900123',
        'no results': '/?q=none',
        message: `/messages/${FAILED}`,
        'no message': '/messages/none',
        batch: `/batches/${BATCH}?show=all`,
        now: '/now',
        'error codes': '/errors',
        'an error code': '/errors/46',
        'time zone': '/times',
        insights: '/insights?period=7d',
        'set-aside bodies': '/set-aside?reason=invalid',
      }),
    )('%s: axe finds no fault, and it fits on every screen', async (_, path) => {
      await page.goto(local.url + path);
      await expectAccessible(page);
      await expectToFit(page);
    });

    it.each([...HOSTILE_PATHS, `/messages/${ENDLESS}`, `/?q=${ENDLESS}`])(
      'runs no script, adds no element, and fits, with hostile and endless words at %s',
      async (path) => {
        await page.goto(local.url + path);
        const found = await page.evaluate(`({
          attacked: window.attacked,
          elements: document.querySelectorAll('script, iframe, main img, [onerror], [onload], [onfocus], [autofocus]:not(#q), b').length,
        })`);
        expect(found).toEqual({ attacked: undefined, elements: 0 });
        await expectToFit(page);
      },
    );

    it('the outcomes, which are apart in forced colours and on paper', async () => {
      await page.goto(`${local.url}/batches/${CAMPAIGN}`);
      const fills = () =>
        page.evaluate<string[]>(
          "[...document.querySelectorAll('.bar rect')].map((part) => getComputedStyle(part).fill)",
        );
      const swatches = () =>
        page.evaluate<string[]>(
          "[...document.querySelectorAll('.legend .swatch')].map((swatch) => getComputedStyle(swatch).backgroundColor)",
        );
      await page.emulateMedia({ forcedColors: 'active' });
      expect(new Set(await fills()).size).toBe(3);
      expect(await swatches()).toEqual(await fills());
      await page.emulateMedia({ forcedColors: null, media: 'print', colorScheme: 'dark' });
      expect(new Set(await fills()).size).toBe(3);
      expect(await swatches()).toEqual(await fills());
      expect(await page.getByRole('navigation', { name: 'Pages' }).isVisible()).toBe(false);
      expect(await page.getByRole('table', { name: 'Failed messages' }).isVisible()).toBe(true);
      expect(await page.evaluate('getComputedStyle(document.querySelector(".bar")).printColorAdjust')).toBe('exact');
      await page.emulateMedia({ media: null, colorScheme: null });
    });

    it('light and dark, as the browser asks for it', async () => {
      await page.goto(local.url);
      const redIn = async (colorScheme: 'light' | 'dark') => {
        await page.emulateMedia({ colorScheme });
        const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
        return Number(/\d+/.exec(colour)?.[0]);
      };
      expect(await redIn('light')).toBeGreaterThan(192);
      expect(await redIn('dark')).toBeLessThan(64);
    });
  });

  describe('the hosted page', () => {
    const OPERATIONS = viewerIn('operations');
    const REASON = { name: '__Host-reason', value: 'CASE%2017' };
    beforeAll(async () => {
      door.viewer = OPERATIONS;
      const looks = [`/messages/${FAILED}`, `/batches/${CAMPAIGN}`, `/found/${await door.seal(CAMPAIGN_NUMBER)}`];
      const headers = { cookie: `${REASON.name}=${REASON.value}` };
      for (const look of looks) await fetch(hosted.url + look, { headers });
      await page.context().addCookies([{ ...REASON, url: hosted.url.replace('http', 'https') }]);
    });

    it.each([
      ['the search', '/', OPERATIONS],
      ['a message', `/messages/${FAILED}`, OPERATIONS],
      ['the activity', '/activity', OPERATIONS],
      ['who looked at a message', `/activity?umid=${FAILED}`, OPERATIONS],
      ['the page of another role', `/messages/${FAILED}`, viewerIn('finance')],
      ['a page before the sign-in', '/signed-out', undefined],
    ])('%s: axe finds no fault, and it fits on every screen, with long names', async (_, path, viewer) => {
      door.viewer = viewer && { ...viewer, email: `${ENDLESS}@example.com` };
      await page.goto(hosted.url + path);
      await expectAccessible(page);
      await expectToFit(page);
    });
  });
});
