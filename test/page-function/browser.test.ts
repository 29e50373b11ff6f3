import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { hasBrowser, NO_BROWSER, startBrowser, watch } from '../page/support/browser.ts';
import { expectAccessible } from '../page/support/page-faults.ts';
import { type HostedPage, startHostedPage } from './support/hosted-page.ts';

const HOUR_MS = 3_600_000;
/** Of the sample receipt. */
const NUMBER = '+12025550293';

if (!hasBrowser) process.stderr.write(`The tests in a browser are skipped. ${NO_BROWSER}\n`);

(hasBrowser ? describe : describe.skip)('the hosted page in a browser', () => {
  let hosted: HostedPage;
  let browser: Browser;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    [hosted, browser] = await Promise.all([startHostedPage(), startBrowser()]);
    await hosted.post(RECEIPT_JSON);
    // Nobody signed the certificate
    const context = await browser.newContext({ baseURL: hosted.url, ignoreHTTPSErrors: true });
    faults = watch(context, (url) => url.includes(NUMBER.slice(1)));
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await hosted?.stop();
  });
  beforeEach(async () => {
    await hosted.reset();
    await page.context().clearCookies();
  });
  afterEach(() => expect(faults.splice(0)).toEqual([]));

  /** Signs in on the page of the provider, which is open. */
  async function signIn(login: string): Promise<void> {
    await page.getByPlaceholder('Enter any login').fill(login);
    await page.getByPlaceholder('and password').fill('any');
    await follow(page.getByRole('button', { name: 'Sign-in' }));
  }

  /** Clicks, and waits until the page of an address has loaded, because a click ends earlier. */
  async function follow(link: Locator, url: string | RegExp = `${hosted.url}/**`): Promise<void> {
    await Promise.all([page.waitForURL(url), link.click()]);
  }

  it('signs in from the link of a message, searches, opens what it found, and signs out', async () => {
    await page.goto(`/messages/${SAMPLE_UMID}`);
    expect(new URL(page.url()).origin).toBe(hosted.provider.issuer);
    await signIn('ann');
    expect(page.url()).toBe(`${hosted.url}/messages/${SAMPLE_UMID}`);

    await page.goto('/');
    await page.getByRole('searchbox').fill(NUMBER);
    await follow(page.getByRole('button', { name: 'Search' }), /\/messages\//);
    expect(page.url()).toBe(`${hosted.url}/messages/${SAMPLE_UMID}`);
    expect(await page.getByRole('main').innerText()).toContain('+1 202 555 0293');
    expect(hosted.looks).toMatchObject([
      { kind: 'sign-in', subject: 'ann', email: 'ann@example.com' },
      { kind: 'message', subject: 'ann', umids: [SAMPLE_UMID] },
      { kind: 'search', subject: 'ann', query: 'number', numberHash: expect.stringMatching(/^[\da-f]{16}$/) },
      { kind: 'message', subject: 'ann', umids: [SAMPLE_UMID] },
    ]);
    expect(JSON.stringify(hosted.looks)).not.toContain('2025550293');

    await follow(page.getByRole('button', { name: 'Sign out' }), /\/session\/end/);
    await follow(page.getByRole('button', { name: 'Yes, sign me out' }));
    expect(page.url()).toBe(`${hosted.url}/signed-out`);
    await page.goBack();
    await page.goto(`/messages/${SAMPLE_UMID}`);
    await page.getByPlaceholder('Enter any login').waitFor();
  });

  it('leads from a link and from a form to the sign-in when the session has ended', async () => {
    await page.goto('/errors/46');
    await signIn('ann');
    hosted.shiftMs = 8 * HOUR_MS;
    // The provider still knows who this is, and answers at once
    await follow(page.getByRole('link', { name: 'Insights' }), /\/insights$/);
    expect(hosted.looks.map(({ kind }) => kind)).toEqual(['sign-in', 'sign-in', 'insights']);

    hosted.shiftMs = 16 * HOUR_MS;
    await page.getByRole('searchbox').fill(NUMBER);
    await follow(page.getByRole('button', { name: 'Search' }), `${hosted.url}/`);
    expect(hosted.looks.map(({ kind }) => kind).slice(3)).toEqual(['sign-in']);
  });

  it('tells who may not look whom to ask, and lets another account in', async () => {
    await page.goto('/');
    await signIn('eve');
    await page.getByRole('heading', { name: 'You may not use this page yet' }).waitFor();
    await expectAccessible(page);
    await follow(page.getByRole('button', { name: 'Sign out' }), /\/session\/end/);
    await follow(page.getByRole('button', { name: 'Yes, sign me out' }));
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await signIn('bob');
    expect(page.url()).toBe(`${hosted.url}/`);
  });

  it.each(['/signed-out', '/sign-in/callback'])('axe finds no fault on %s', async (path) => {
    await page.goto(path);
    await expectAccessible(page);
  });
});
