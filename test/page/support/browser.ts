import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

/** Paths of the browser in packages of Linux and macOS. The variable `CHROMIUM` takes precedence. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const EXECUTABLE = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place)) ?? '';

/** Switches off the requests that a browser makes to its vendor, and the processes that keep sites apart, which take time to start. */
const ARGUMENTS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-site-isolation-trials',
  '--disable-sync',
  '--no-first-run',
  '--renderer-process-limit=1',
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

/**
 * Collects what goes wrong in a browser: what the policy of the pages blocks, errors of scripts, and requests to wrong addresses.
 */
export function watch(context: BrowserContext, isWrong: (url: string) => boolean): string[] {
  // A browser takes seconds if the machine is busy
  context.setDefaultTimeout(60_000);
  const faults: string[] = [];
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) faults.push(message.text());
  });
  context.on('weberror', (error) => faults.push(error.error().message));
  context.on('request', (request) => {
    if (isWrong(request.url())) faults.push(`asked for ${request.url()}`);
  });
  return faults;
}
