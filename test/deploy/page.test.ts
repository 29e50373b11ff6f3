import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { runTool } from '../cli/support/run-tool.ts';
import { RECEIPT_JSON, SAMPLE_UMID, sampleReceipt } from '../fixtures/samples.ts';
import { hasBrowser, NO_BROWSER, startBrowser } from '../page/support/browser.ts';
import { bootstrap, deploy } from './support/deployment.ts';
import { type Emulator, startEmulator } from './support/emulator.ts';
import { eventually } from './support/eventually.ts';
import { changeVariables } from './support/function-variables.ts';
import { linesOf } from './support/logs.ts';
import { deployedReceiver } from './support/receiver.ts';
import { startTlsFront, type TlsFront } from './support/tls-front.ts';
import { createUserPool, GROUP, PASSWORD, type UserPool } from './support/user-pool.ts';

const HOST = 'page.receipts.test';
const PAGE_URL = `https://${HOST}`;
const CERTIFICATE = 'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-4000-8000-000000000000';
const TO_EMULATOR = `--import ${join(import.meta.dirname, 'support/to-emulator.mjs')}`;
const MESSAGE = `${PAGE_URL}/messages/${SAMPLE_UMID}`;
const NUMBER: string = sampleReceipt().payload.destination;

if (!hasBrowser) process.stdout.write(`${NO_BROWSER}\n`);

(hasBrowser ? describe : describe.skip)('the page behind the sign-in of Amazon Cognito', () => {
  let emulator: Emulator;
  let pool: UserPool;
  let front: TlsFront;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    emulator = await startEmulator();
    await bootstrap(emulator);
    [pool, front] = await Promise.all([createUserPool(emulator, PAGE_URL), startTlsFront(emulator)]);
    const { outputs } = await deploy(emulator, {
      removalPolicy: 'destroy',
      pageIssuer: pool.issuer,
      pageClientId: pool.clientId,
      pageGroupsClaim: 'cognito:groups',
      pageAllowedGroups: GROUP,
      pageDomainName: HOST,
      pageCertificateArn: CERTIFICATE,
    });
    await changeVariables(emulator, 'PageFunction', () => ({ NODE_OPTIONS: TO_EMULATOR }));
    const receiver = await deployedReceiver(emulator, outputs);
    expect((await receiver.post(RECEIPT_JSON)).status).toBe(200);
    receiver.close();
    const address = `127.0.0.1:${front.port}`;
    browser = await startBrowser({ [HOST]: address, [new URL(pool.issuer).host]: address });
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), front?.close(), emulator?.stop()]);
  });
  beforeEach(async () => {
    page = await browser.newPage({ ignoreHTTPSErrors: true });
    // A browser and a function take seconds if the machine is busy
    page.setDefaultTimeout(120_000);
  });
  afterEach(() => page.close());

  const receipts = (args: readonly string[], variables: Record<string, string> = {}) =>
    runTool(args, { ...emulator.variables, NODE_OPTIONS: TO_EMULATOR, ...variables });
  const looks = async () => (await linesOf(emulator, 'Page')).filter(({ message }) => message === 'look');
  /** On the page of Cognito. */
  async function signIn(name: string): Promise<void> {
    await page.getByLabel('Username').fill(name);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${PAGE_URL}/**`);
  }

  test('receipts page secret stores the client secret, and receipts page finds nothing wrong', async () => {
    const storing = await receipts(['page', 'secret'], { PAGE_CLIENT_SECRET: pool.clientSecret });
    expect(storing).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout, stderr } = await receipts(['page', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { url, checks } = JSON.parse(stdout) as { url: string; checks: { check: string; result: string }[] };
    expect(url).toBe(PAGE_URL);
    const others = checks.filter(({ result }) => result !== 'ok');
    expect(others).toEqual([expect.objectContaining({ check: 'redirect URL', result: 'skipped' })]);
  });

  test('a person opens a link to a message, signs in, sees it, looks for its number, and signs out', async () => {
    await page.goto(MESSAGE);
    expect(new URL(page.url()).host).toBe(new URL(pool.issuer).host);
    await signIn('ann');
    expect(page.url()).toBe(MESSAGE);
    expect(await page.getByRole('main').innerText()).toContain(SAMPLE_UMID);

    await page.getByRole('searchbox').fill(NUMBER);
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Search' }).click()]);
    // The only message to that number
    expect(page.url()).toBe(MESSAGE);
    expect(await page.getByRole('main').innerText()).toContain(SAMPLE_UMID);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${PAGE_URL}/signed-out`);
    await page.goto(MESSAGE);
    expect(new URL(page.url()).host).toBe(new URL(pool.issuer).host);
  });

  test('the log says who looked at what, and has no number', async () => {
    const isComplete = (all: readonly Record<string, unknown>[]) => all.some(({ kind }) => kind === 'sign-out');
    const all = await eventually(looks, isComplete);
    const kinds = all.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['sign-in', 'message', 'search', 'sign-out']));
    for (const look of all) expect(look).toMatchObject({ email: 'ann@example.com', subject: expect.any(String) });
    expect(all.find(({ kind }) => kind === 'message')).toMatchObject({ umids: [SAMPLE_UMID] });
    expect(all.find(({ kind }) => kind === 'search')).toMatchObject({
      query: 'number',
      umids: [SAMPLE_UMID],
      numberHash: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(JSON.stringify(await linesOf(emulator, 'Page'))).not.toContain(NUMBER.replace('+', ''));
  });

  test('a person who is not in the group sees whom to ask, and no message', async () => {
    await page.goto(MESSAGE);
    await signIn('eve');
    expect(await page.getByRole('main').innerText()).toContain('eve@example.com');
    await page.goto(MESSAGE);
    expect(new URL(page.url()).host).toBe(new URL(pool.issuer).host);
  });

  test('receipts forget adds a look to the log of the page', async () => {
    const run = await receipts(['forget', '--umid', SAMPLE_UMID, '--yes']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const isThere = (all: readonly Record<string, unknown>[]) => all.some(({ kind }) => kind === 'forget');
    const all = await eventually(looks, isThere);
    expect(all.find(({ kind }) => kind === 'forget')).toMatchObject({
      subject: expect.stringMatching(/^arn:aws:/),
      umids: [SAMPLE_UMID],
    });
  });
});
