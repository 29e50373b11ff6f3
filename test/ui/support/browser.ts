import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian's package `chromium` puts it, unless the variable names another. */
const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

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
export const NO_BROWSER = `There is no browser at ${EXECUTABLE}: install chromium, or name one in CHROMIUM.`;

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: ARGUMENTS,
    // Its sandbox refuses to run as root
    chromiumSandbox: process.getuid?.() !== 0,
  });
}
