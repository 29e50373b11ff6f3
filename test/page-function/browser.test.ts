import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { RECEIPT_JSON, SAMPLE_UMID } from '../fixtures/samples.ts';
import { hasBrowser, NO_BROWSER, startBrowser } from '../page/support/browser.ts';
import { engine } from '../support/engine.ts';
import { type HostedPage, startHostedPage } from './support/hosted-page.ts';

const AXE = createRequire(__filename).resolve('axe-core/axe.min.js');
const HOUR_MS = 3_600_000;
/** Of the sample receipt. */
const NUMBER = '+12025550293';

if (!hasBrowser) process.stderr.write(`The tests in a browser are skipped. ${NO_BROWSER}\n`);

(hasBrowser ? describe : describe.skip)('the hosted page in a browser', () => {
  let hosted: HostedPage;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** Requests that the policy of the pages blocked, and addresses with the number. */
  let violations: string[] = [];

  beforeAll(async () => {
    [hosted, browser] = await Promise.all([startHostedPage(engine.endpoint), startBrowser()]);
    await hosted.post(RECEIPT_JSON);
  });
  afterAll(async () => {
    await browser?.close();
    await hosted?.stop();
  });
  beforeEach(async () => {
    hosted.reset();
    context = await newContext();
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    const found = violations;
    violations = [];
    expect(found).toEqual([]);
  });

  async function newContext(options: { readonly bypassCSP?: boolean } = {}): Promise<BrowserContext> {
    // Nobody signed the certificate
    const opened = await browser.newContext({ baseURL: hosted.url, ignoreHTTPSErrors: true, ...options });
    // A browser takes seconds if the machine is busy
    opened.setDefaultTimeout(60_000);
    opened.on('console', (message) => {
      if (/content security policy/i.test(message.text())) violations.push(message.text());
    });
    opened.on('request', (request) => {
      if (request.url().includes(NUMBER.slice(1))) violations.push(`asked for ${request.url()}`);
    });
    return opened;
  }

  /** Signs in on the page of the provider, which is open. */
  async function signIn(login: string, tab = page): Promise<void> {
    await tab.getByPlaceholder('Enter any login').fill(login);
    await tab.getByPlaceholder('and password').fill('any');
    await follow(tab.getByRole('button', { name: 'Sign-in' }), tab);
  }

  /** Clicks, and waits until the page of an address has loaded, because a click ends earlier. */
  async function follow(link: Locator, tab = page, url: string | RegExp = `${hosted.url}/**`): Promise<void> {
    await Promise.all([tab.waitForURL(url), link.click()]);
  }

  it('signs in, searches, opens a message and signs out', async () => {
    await page.goto('/');
    expect(new URL(page.url()).origin).toBe(hosted.provider.issuer);
    await signIn('ann');
    expect(page.url()).toBe(`${hosted.url}/`);

    await page.getByRole('searchbox').fill(NUMBER);
    await follow(page.getByRole('button', { name: 'Search' }), page, /\/messages\//);
    expect(page.url()).toBe(`${hosted.url}/messages/${SAMPLE_UMID}`);
    expect(await page.getByRole('main').innerText()).toContain('+1 202 555 0293');
    expect(hosted.looks).toMatchObject([
      { kind: 'sign-in', subject: 'ann', email: 'ann@example.com' },
      { kind: 'search', subject: 'ann', query: 'number', numberHash: expect.stringMatching(/^[\da-f]{16}$/) },
      { kind: 'message', subject: 'ann', umids: [SAMPLE_UMID] },
    ]);
    expect(JSON.stringify(hosted.looks)).not.toContain('2025550293');

    await follow(page.getByRole('button', { name: 'Sign out' }), page, /\/session\/end/);
    await follow(page.getByRole('button', { name: 'Yes, sign me out' }));
    expect(page.url()).toBe(`${hosted.url}/signed-out`);
    await page.goBack();
    await page.goto(`/messages/${SAMPLE_UMID}`);
    await page.getByPlaceholder('Enter any login').waitFor();
  });

  it('opens the message of a link after the sign-in', async () => {
    await page.goto(`/messages/${SAMPLE_UMID}`);
    await signIn('bob');
    expect(page.url()).toBe(`${hosted.url}/messages/${SAMPLE_UMID}`);
    expect(hosted.looks.map(({ kind, subject }) => `${subject}: ${kind}`)).toEqual(['bob: sign-in', 'bob: message']);
  });

  it('signs in in two tabs that were opened before', async () => {
    const other = await context.newPage();
    await page.goto(`/messages/${SAMPLE_UMID}`);
    await other.goto('/errors/46');
    await signIn('ann');
    await signIn('ann', other);
    expect([page, other].map((tab) => tab.url())).toEqual([
      `${hosted.url}/messages/${SAMPLE_UMID}`,
      `${hosted.url}/errors/46`,
    ]);
  });

  it('leads from a link and from a form to the sign-in when the session has ended', async () => {
    await page.goto('/errors/46');
    await signIn('ann');
    hosted.shiftMs = 8 * HOUR_MS;
    // The provider still knows who this is, and answers at once
    await follow(page.getByRole('link', { name: 'Insights' }), page, /\/insights$/);
    expect(hosted.looks.map(({ kind }) => kind)).toEqual(['sign-in', 'sign-in', 'insights']);

    hosted.shiftMs = 16 * HOUR_MS;
    await page.getByRole('searchbox').fill(NUMBER);
    await follow(page.getByRole('button', { name: 'Search' }), page, `${hosted.url}/`);
    expect(hosted.looks.map(({ kind }) => kind).slice(3)).toEqual(['sign-in']);
  });

  it('tells who may not look whom to ask, and lets another account in', async () => {
    await page.goto('/');
    await signIn('eve');
    await page.getByRole('heading', { name: 'You may not use this page yet' }).waitFor();
    await follow(page.getByRole('button', { name: 'Sign out' }), page, /\/session\/end/);
    await follow(page.getByRole('button', { name: 'Yes, sign me out' }));
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await signIn('bob');
    expect(page.url()).toBe(`${hosted.url}/`);
  });

  it.each([
    ['light', 360],
    ['dark', 1280],
  ] as const)(
    'axe in %s, %d pixels wide, finds no fault on the pages around the sign-in',
    async (colorScheme, width) => {
      // axe is a script, which the policy of the pages forbids
      await context.close();
      context = await newContext({ bypassCSP: true });
      page = await context.newPage();
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 740 });
      const steps: (() => Promise<unknown>)[] = [
        () => page.goto('/signed-out'),
        () => page.goto('/sign-in/callback'),
        async () => {
          await page.goto('/');
          await signIn('eve');
        },
      ];
      for (const step of steps) {
        await step();
        await page.addScriptTag({ path: AXE });
        const { violations: faults } = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
        expect(faults.map(({ id, nodes }) => [page.url(), id, nodes.map(({ html }) => html)])).toEqual([]);
      }
    },
  );
});
