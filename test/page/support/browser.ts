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

/** @param hosts - the address on this machine of each host that only the test knows, as in `127.0.0.1:8080` */
export async function startBrowser(hosts: Readonly<Record<string, string>> = {}): Promise<Browser> {
  const rules = Object.entries(hosts).map(([host, address]) => `MAP ${host} ${address}`);
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [...ARGUMENTS, `--host-resolver-rules=${rules.join(',')}`],
    // The sandbox of the browser refuses to run as root
    chromiumSandbox: process.getuid?.() !== 0,
  });
}
