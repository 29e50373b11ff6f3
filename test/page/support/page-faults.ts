import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { cases, isFull } from '../../support/cases.ts';

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
/** First the least, and those next to a change of the layout. 640 is a screen of 1280 at 200 % zoom. */
const WIDTHS = [320, 920, 641, 1000, 360, 480, 640, 768, 1024, 1280, 1440, 1920];

/** Expects that axe finds no fault on a page, on a small screen in light and, in the full run, on a large one in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  await openDetails(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 360, height: 740 });
  // The policy of the pages forbids its script, but not what the browser evaluates for a debugger
  await page.evaluate(`${AXE}; undefined`);
  await expectNoFault(page);
  if (!isFull) return;
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 1280, height: 720 });
  await expectNoFault(page);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function expectNoFault(page: Page): Promise<void> {
  const results = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'], preload: false })");
  expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(results.passes.map(({ id }) => id)).toContain('color-contrast');
}

/** Expects that a page fits on every screen, and that no part is cut. */
export async function expectToFit(page: Page): Promise<void> {
  await openDetails(page);
  for (const width of WIDTHS.slice(0, cases(2, WIDTHS.length))) {
    await page.setViewportSize({ width, height: 720 });
    const found = await page.evaluate(`({
      width: document.documentElement.scrollWidth,
      cut: [...document.querySelectorAll('header *, main *')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible')
        .filter((element) => !element.matches('.visually-hidden, thead, input, .badge *'))
        .map(({ outerHTML }) => outerHTML.slice(0, 80)),
      outside: [...document.querySelectorAll('td, tbody th')]
        .filter((cell) => cell.getBoundingClientRect().right > cell.closest('.card').getBoundingClientRect().right)
        .map(({ textContent }) => textContent),
      statesOfTwoLines: [...document.querySelectorAll('.badge')].filter(({ offsetHeight }) => offsetHeight > 40).length,
    })`);
    expect([width, found]).toEqual([width, { width, cut: [], outside: [], statesOfTwoLines: 0 }]);
  }
}

async function openDetails(page: Page): Promise<void> {
  await page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))");
}
