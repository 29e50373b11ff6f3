import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where packages of Linux and macOS put it; the variable names another. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const EXECUTABLE = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place)) ?? '';

/** Without the requests to its maker that a browser makes of its own accord. */
const ARGUMENTS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

export const hasBrowser = existsSync(EXECUTABLE);
export const NO_BROWSER = 'There is no browser: install chromium, or name one in CHROMIUM.';

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: ARGUMENTS,
    // Its sandbox refuses to run as root
    chromiumSandbox: process.getuid?.() !== 0,
  });
}
