import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { INBOUND_SMS_JSON } from '../fixtures/samples.ts';
import { engine } from '../support/engine.ts';
import { hasBrowser, NO_BROWSER, startBrowser } from './support/browser.ts';
import { expectAccessible, expectToFit } from './support/page-faults.ts';
import {
  ATTACKS,
  BATCH,
  CAMPAIGN,
  CAMPAIGN_NUMBER,
  DELIVERED,
  ENDLESS,
  FAILED,
  HOSTILE,
  HOSTILE_PATHS,
  OWN_ID,
  postMessages,
  RESENT,
  SENT,
  UNREACHED,
} from './support/shown-messages.ts';
import { type UiUnderTest, uiOn } from './support/ui-on.ts';

const DESKTOP = { width: 1280, height: 720 };
const PHONE = { width: 360, height: 740 };

interface View {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: typeof DESKTOP;
  readonly bypassCSP?: boolean;
}

const { endpoint } = engine;

if (!hasBrowser) process.stderr.write(`The tests in a browser are skipped. ${NO_BROWSER}\n`);

(hasBrowser ? describe : describe.skip)('the page in a browser', () => {
  let ui: UiUnderTest;
  let browser: Browser;
  let page: Page;
  /** One page for tests under the policy, and one for the others: a page for each would take longer than most tests. */
  const pages = new Map<boolean, Promise<Page>>();
  /** Requests and scripts that the policy of the pages blocked. */
  let violations: string[] = [];

  beforeAll(async () => {
    [ui, browser] = await Promise.all([uiOn(endpoint), startBrowser()]);
    await postMessages(ui);
  });
  afterAll(async () => {
    await browser?.close();
    await ui?.stop();
  });
  beforeEach(() => open());
  afterEach(() => {
    const found = violations;
    violations = [];
    expect(found).toEqual([]);
  });

  async function open({ colorScheme = 'light', viewport = DESKTOP, bypassCSP = false }: View = {}): Promise<void> {
    const opened = pages.get(bypassCSP) ?? openPage(bypassCSP);
    pages.set(bypassCSP, opened);
    page = await opened;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
  }

  async function openPage(bypassCSP: boolean): Promise<Page> {
    const context = await browser.newContext({ baseURL: ui.url, bypassCSP });
    const opened = await context.newPage();
    // A browser takes seconds if the machine is busy
    opened.setDefaultTimeout(60_000);
    opened.on('console', (message) => {
      if (/content security policy/i.test(message.text())) violations.push(message.text());
    });
    opened.on('pageerror', ({ message }) => violations.push(message));
    opened.on('request', (request) => {
      if (!request.url().startsWith(ui.url)) violations.push(`asked for ${request.url()}`);
    });
    return opened;
  }

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

  describe('a search', () => {
    it.each([
      ['a umid', FAILED, `/messages/${FAILED}`],
      ['a umid in upper case, with spaces around it', ` ${FAILED.toUpperCase()} `, `/messages/${FAILED}`],
      ['an own id', OWN_ID, `/messages/${FAILED}`],
      ['a number of one message', '+1 (202) 555-0293', `/messages/${FAILED}`],
      ['a number without its plus', '12025550293', `/messages/${FAILED}`],
      ['a batch', BATCH, `/batches/${BATCH}`],
    ])('for %s opens it', async (_, text, path) => {
      expect(await searchFor(text)).toBe(path);
    });

    it('for a number of several messages lists them, newest first', async () => {
      await searchFor('+447700900123');
      const rows = await page.getByRole('row').allInnerTexts();
      expect(rows.slice(1).map((row) => /[\da-f]{8}…/.exec(row)?.[0])).toEqual([HOSTILE, SENT, DELIVERED].map(shown));
      await follow(page.getByRole('link', { name: shown(SENT) }));
      expect(page.url()).toBe(`${ui.url}/messages/${SENT}`);
    });

    it('without a result says what to do', async () => {
      await searchFor('none');
      expect(await main()).toMatch(/Nothing was found[\s\S]*What to do[\s\S]*npm start/);
      expect(await page.getByRole('searchbox').inputValue()).toBe('none');
    });
  });

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

  describe('a message', () => {
    it('says how it ended, why, what to tell the customer and what to do', async () => {
      await page.goto(`/messages/${FAILED}`);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('+1 202 555 0293 United States');
      await page.getByRole('heading', { name: 'Not delivered: the number is wrong, or no longer in use' }).waitFor();
      const text = await main();
      for (const words of [
        'Invalid destination (error 15)',
        'rejected_by_operator',
        'Final.',
        'Tell the customer',
        'Please check it, or give us another one.',
        'The advice is ours, not that of 8x8.',
        FAILED,
        '+12025550293',
        'SubAccount-1',
        OWN_ID,
        '0.0375 USD (3 x 0.0125)',
      ]) {
        expect(text).toContain(words);
      }
    });

    it('shows its history in the order of the states, with the time between them', async () => {
      await page.goto(`/messages/${FAILED}`);
      const entries = await page.getByRole('list').filter({ hasText: 'queued' }).getByRole('listitem').allInnerTexts();
      expect(entries.map((entry) => entry.split('\n')[0]?.trim())).toEqual([
        'queued',
        'sent',
        expect.stringMatching(/^undelivered/),
      ]);
      expect(entries[1]).toContain('1 Jan 2016, 00:00:03');
      expect(entries[1]).toContain('+5.85 s');
      // Its time is earlier than that of the entry before it
      expect(entries[2]).not.toMatch(/[+-][\d.]+ s/);
      expect(await main()).toContain('Times may be out of order');
    });

    it('links its batch and the other messages to its number', async () => {
      await page.goto(`/messages/${SENT}`);
      await follow(page.getByRole('link', { name: '+447700900123' }));
      expect(await page.getByRole('heading', { name: '3 messages' }).count()).toBe(1);
      await page.goto(`/messages/${FAILED}`);
      await follow(page.getByRole('link', { name: BATCH }));
      expect(page.url()).toBe(`${ui.url}/batches/${BATCH}`);
    });

    it('shows the whole item', async () => {
      await page.goto(`/messages/${FAILED}`);
      await page.getByText('The whole item as JSON').click();
      const item = JSON.parse(await page.locator('pre').innerText());
      expect(item).toMatchObject({ umid: FAILED, state: 'undelivered', history: [{}, {}, {}] });
    });
  });

  describe('a batch', () => {
    it('shows a bar of its outcomes, the states, and the messages that failed', async () => {
      await page.goto(`/batches/${BATCH}`);
      expect(await main()).toMatch(/33\.3 %\s+delivered: 1 of 3 messages · 1 failed · 1 without an answer yet/);
      const bar = page.getByRole('img', { name: 'Messages by outcome:' });
      expect(await bar.getAttribute('aria-label')).toBe('Messages by outcome: delivered 1; failed 1; no answer yet 1.');
      expect(await bar.locator('rect').count()).toBe(3);
      await page.getByText('States as 8x8 names them').click();
      const states = await page.getByRole('table', { name: 'Messages by state' }).getByRole('row').allInnerTexts();
      expect(states.slice(1).map((row) => row.split(/\s+/))).toEqual([
        ['delivered', '1', '33.3', '%'],
        ['sent', '1', '33.3', '%'],
        ['undelivered', 'rejected_by_operator', '1', '33.3', '%'],
      ]);
      const failed = await page.getByRole('table', { name: 'Failed messages' }).getByRole('row').allInnerTexts();
      expect(failed).toHaveLength(2);
      expect(failed[1]).toMatch(/undelivered\s+The number is wrong[^(]*\(error 15\)[\s\S]*\+1 202 555 0293/);
    });

    it('lists the messages in a state, with an outcome, and with an error', async () => {
      await page.goto(`/batches/${BATCH}`);
      await page.getByText('States as 8x8 names them').click();
      await follow(page.getByRole('table', { name: 'Messages by state' }).getByRole('link', { name: 'sent' }));
      const listed = () => page.getByRole('main').getByRole('link', { name: '…' }).allInnerTexts();
      expect(await listed()).toEqual([shown(SENT)]);
      await follow(page.getByRole('link', { name: 'Delivered 1' }));
      expect(await listed()).toEqual([shown(DELIVERED)]);
      await follow(page.getByRole('link', { name: 'Invalid destination (error 15) 1' }));
      expect(await listed()).toEqual([shown(FAILED)]);
    });
  });

  describe('the set-aside bodies', () => {
    it('are listed with their issues, by reason, and shown unchanged', async () => {
      await page.goto('/');
      await follow(page.getByRole('link', { name: 'Set-aside bodies' }));
      const rows = page.getByRole('table', { name: 'Set-aside bodies' }).getByRole('row');
      expect(await rows.count()).toBe(1 + 3);
      expect(await main()).toContain('/payload/status is required');
      await follow(page.getByRole('link', { name: 'Not a delivery receipt of an SMS' }));
      expect(await rows.count()).toBe(1 + 1);
      await follow(rows.getByRole('link'));
      expect((await page.locator('pre').innerText()).trim()).toBe(INBOUND_SMS_JSON.trim());
    });
  });

  describe('the charts', () => {
    it('count the receipts and the delivery rate of the last 24 hours', async () => {
      await page.goto('/');
      const text = await main();
      expect(text).toMatch(/9\s+receipts recorded/);
      expect(text).toMatch(/50\.0 %\s+of 4 final answers delivered/);
      const chart = page.getByRole('img', { name: 'Receipts by hour and outcome, 9 receipts in all.' });
      expect(await chart.locator('rect.outcome-open').count()).toBeGreaterThan(0);
      await page.getByText('Figures by hour').click();
      const rows = page.getByRole('table', { name: 'Receipts by hour' }).getByRole('row');
      expect(await rows.count()).toBe(1 + 24);
    });
  });

  describe('hostile text', () => {
    it('is shown as text', async () => {
      await page.goto(`/messages/${HOSTILE}`);
      const text = await main();
      for (const attack of [ATTACKS.source, ATTACKS.clientMessageId, ATTACKS.clientBatchId, ATTACKS.detail]) {
        expect(text).toContain(attack);
      }
      expect(text).toContain('·[31mred· ·gnp.exe· javascript:alert(1)');
      expect(await page.content()).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
    });

    it('runs no script and adds no element, on any page', async () => {
      for (const path of HOSTILE_PATHS) {
        await page.goto(path);
        const found = await page.evaluate(`({
          attacked: window.attacked,
          elements: document.querySelectorAll('script, iframe, main img, [onerror], [onload], [onfocus], [autofocus]:not(#q), b').length,
        })`);
        expect([path, found]).toEqual([path, { attacked: undefined, elements: 0 }]);
      }
    });

    it('leads to the batch that it names', async () => {
      await page.goto(`/messages/${HOSTILE}`);
      await follow(page.getByRole('link', { name: ATTACKS.batchId }));
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(ATTACKS.batchId);
      expect(await page.getByRole('link', { name: shown(HOSTILE) }).count()).toBe(0);
      await page.getByText('States as 8x8 names them').click();
      await follow(page.getByRole('link', { name: ATTACKS.state }));
      expect(await page.getByRole('link', { name: shown(HOSTILE) }).count()).toBe(1);
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

  const PATHS = Object.entries({
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
  });

  describe.each([
    ['light', PHONE],
    ['dark', DESKTOP],
  ] as const)('axe in %s, with the screen %j,', (colorScheme, viewport) => {
    it.each(PATHS)('finds no fault on the page %s', async (_, path) => {
      // axe is a script, which the policy of the pages forbids
      await open({ colorScheme, viewport, bypassCSP: true });
      await page.goto(path);
      await expectAccessible(page);
    });
  });

  it('keeps the outcomes apart in forced colours and on paper', async () => {
    await page.goto(`/batches/${CAMPAIGN}`);
    const fills = () =>
      page.evaluate<string[]>("[...document.querySelectorAll('.bar rect')].map((part) => getComputedStyle(part).fill)");
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

  it.each([
    ['light', 192, 255],
    ['dark', 0, 64],
  ] as const)('is %s if the browser asks for it', async (colorScheme, from, to) => {
    await open({ colorScheme });
    await page.goto('/');
    const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const red = Number(/\d+/.exec(colour)?.[0]);
    expect(red).toBeGreaterThanOrEqual(from);
    expect(red).toBeLessThanOrEqual(to);
  });

  it.each([
    ...PATHS,
    ...[...HOSTILE_PATHS, `/messages/${ENDLESS}`, `/?q=${ENDLESS}`].map((path) => ['endless words', path]),
  ])('%s: fits on every screen, and no part is cut: %s', async (_, path = '') => {
    await page.goto(path);
    await expectToFit(page);
  });
});
