import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Paths of the browser in packages of Linux and macOS. The variable `CHROMIUM` takes precedence. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const EXECUTABLE = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place)) ?? '';

/** Switches off the requests that a browser makes to its vendor. */
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
    // The sandbox of the browser refuses to run as root
    chromiumSandbox: process.getuid?.() !== 0,
  });
}
