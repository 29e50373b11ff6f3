import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isTokenAccepted } from '../../cli/check/check-endpoint.ts';
import { serve } from '../../local/http/server.ts';
import { engine, freshTables } from '../support/engine.ts';
import { type Deployment, deployment, FIRST_TOKEN } from './support/deployment.ts';
import { ACCOUNT, type StoredWebhook } from './support/fake-vendor.ts';

const { endpoint } = engine;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let deployed: Deployment | undefined;
beforeEach(async () => {
  await deployed?.close();
  deployed = await deployment(endpoint);
});
afterAll(() => deployed?.close());

const rotate = (to: Deployment, ...more: string[]) =>
  to.runHere(['rotate-token', '--account', ACCOUNT, '--yes', '--wait', '0', ...more]);
const wired = ({ callbackUrl }: Deployment): StoredWebhook => ({
  subAccountId: '*',
  url: callbackUrl,
  httpAuthorization: `Bearer ${FIRST_TOKEN}`,
  enabled: true,
});
const currentToken = ({ stack }: Deployment) => stack.tokens.at(-1)?.token ?? '';

describe('receipts rotate-token', () => {
  test('gives the webhooks of the stack a new token; the old token is accepted until the overlap ends', async () => {
    const to = deployed as Deployment;
    to.vendor.webhooks.set('*', wired(to));
    to.vendor.webhooks.set('Paused', { ...wired(to), subAccountId: 'Paused', enabled: false });
    to.vendor.webhooks.set('Other', { ...wired(to), subAccountId: 'Other', url: 'https://other.example' });
    expect(await to.post('{}')).toBe(400);
    // The receiver reads the secret again for a token that it does not know, at most once a minute
    to.now += MINUTE_MS;

    const run = await rotate(to);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('Rotated. The old token is accepted until');
    expect(run.stdout).toMatch(/Checked, ok: a test receipt was recorded/);
    const token = currentToken(to);
    expect(token).toMatch(/^[\w-]{48}$/);
    expect(run.stdout + run.stderr).not.toContain(token);
    expect(to.vendor.webhooks.get('*')).toMatchObject({ httpAuthorization: `Bearer ${token}`, enabled: true });
    expect(to.vendor.webhooks.get('Paused')).toMatchObject({ httpAuthorization: `Bearer ${token}`, enabled: false });
    expect(to.vendor.webhooks.get('Other')).toMatchObject({ httpAuthorization: `Bearer ${FIRST_TOKEN}` });

    to.now = Date.now() + HOUR_MS;
    expect(await to.post('{}', token)).toBe(400);
    expect(await to.post('{}', FIRST_TOKEN)).toBe(400);
    to.now = Date.now() + 25 * HOUR_MS;
    expect(await to.post('{}', token)).toBe(400);
    expect(await to.post('{}', FIRST_TOKEN)).toBe(401);
    expect(to.vendor.faults).toEqual([]);
  });

  test('if 8x8 refuses the new token, says by when to wire it', async () => {
    const to = deployed as Deployment;
    to.vendor.webhooks.set('*', wired(to));
    to.vendor.refusal = { status: 500, message: 'come back later' };
    const run = await rotate(to);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(
      /8x8 still has the old one, which is accepted until 20\d\d-.*run receipts wire --account .* --vendor-region apac --stack SmsReceipts --sub-account '\*'/,
    );
    expect(run.stderr).toContain('come back later');
    expect(run.stderr).not.toContain(currentToken(to));
  });

  test('started again while 8x8 refuses, it keeps the token of the webhooks accepted', async () => {
    const to = deployed as Deployment;
    to.vendor.webhooks.set('*', wired(to));
    expect(await to.post('{}')).toBe(400);
    to.now += MINUTE_MS;
    to.vendor.refusal = { status: 500, message: 'come back later' };
    await rotate(to);
    to.now += MINUTE_MS;
    const again = await rotate(to);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('No new token was stored') });
    expect(to.stack.tokens).toHaveLength(2);
    expect(await to.post('{}', FIRST_TOKEN)).toBe(400);

    to.vendor.refusal = undefined;
    to.now += MINUTE_MS;
    const finished = await rotate(to);
    expect(finished).toMatchObject({ code: 0, stdout: expect.stringContaining('has the current token') });
    expect(to.vendor.webhooks.get('*')).toMatchObject({ httpAuthorization: `Bearer ${currentToken(to)}` });
  });

  test('sets the token that it stored, even if a read still gives the old one', async () => {
    const to = deployed as Deployment;
    to.vendor.webhooks.set('*', wired(to));
    to.stack.staleMs = 500;
    expect(await rotate(to, '--wait', '1')).toMatchObject({ code: 0 });
    expect(to.vendor.webhooks.get('*')).toMatchObject({ httpAuthorization: `Bearer ${currentToken(to)}` });
  });

  test('also sets webhooks that were wired after it began, and leaves those that were redirected', async () => {
    const to = deployed as Deployment;
    const redirected = { ...wired(to), subAccountId: 'Redirected', url: 'https://other.example' };
    to.vendor.webhooks.set('*', wired(to));
    to.vendor.webhooks.set('Redirected', wired(to));
    const running = rotate(to, '--wait', '1');
    while (to.stack.tokens.length < 2) await setTimeout(10);
    to.vendor.webhooks.set('Late', { ...wired(to), subAccountId: 'Late' });
    to.vendor.webhooks.set('Redirected', redirected);
    expect(await running).toMatchObject({ code: 0 });
    expect(to.vendor.webhooks.get('Late')).toMatchObject({ httpAuthorization: `Bearer ${currentToken(to)}` });
    expect(to.vendor.webhooks.get('Redirected')).toEqual(redirected);
  });

  test('stops if somebody else stores a token meanwhile', async () => {
    const to = deployed as Deployment;
    to.vendor.webhooks.set('*', wired(to));
    const running = rotate(to, '--wait', '1');
    while (to.stack.tokens.length < 2) await setTimeout(10);
    to.stack.tokens.push({ token: 'that-of-somebody-else', storedAt: new Date() });
    const run = await running;
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('Somebody else has stored another token') });
    expect(run.stdout).not.toContain('Rotated');
  });

  test('of two at the same time, only one stores its token; the other says so, and nothing is refused', async () => {
    const to = deployed as Deployment;
    to.vendor.webhooks.set('*', wired(to));
    const { PutSecretValue } = to.stack.operations;
    to.stack.operations.PutSecretValue = (input) => {
      to.stack.tokens.push({ token: 'that-of-the-winner', storedAt: new Date() });
      return PutSecretValue?.(input);
    };
    const run = await rotate(to);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringMatching(/no new token was stored.*receipts wire/) });
    expect(currentToken(to)).toBe('that-of-the-winner');
    expect(to.vendor.webhooks.get('*')).toEqual(wired(to));
    expect(await to.post('{}', FIRST_TOKEN)).toBe(400);
  });

  test('replaces a token in the URL of a webhook', async () => {
    const to = deployed as Deployment;
    to.vendor.webhooks.set('*', { subAccountId: '*', url: `${to.callbackUrl}?token=${FIRST_TOKEN}`, enabled: true });
    const run = await rotate(to);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).not.toContain(FIRST_TOKEN);
    expect(to.vendor.webhooks.get('*')).toMatchObject({
      url: to.callbackUrl,
      httpAuthorization: `Bearer ${currentToken(to)}`,
    });
  });

  test.each([
    { status: 200, accepted: true },
    { status: 202, accepted: true },
    { status: 403, accepted: true },
    { status: 401, accepted: false },
    { status: 429, accepted: false },
    { status: 503, accepted: false },
  ])('an endpoint that answers $status: the token counts as accepted: $accepted', async ({ status, accepted }) => {
    const api = await serve(0, 'POST /receipts', async () => ({ statusCode: status }));
    const { client, ...tables } = await freshTables(endpoint);
    const connection = { name: 'test', client, ...tables, retentionDays: async () => 30 };
    const route = { callbackUrl: `http://127.0.0.1:${api.port}/receipts`, token: 'x', connection };
    expect(await isTokenAccepted(route)).toBe(accepted);
    client.destroy();
    await api.stop();
  });

  test.each([
    { what: 'an account that is not wired', env: {}, says: 'Wire it first' },
    { what: 'a wrong API key', env: { EIGHT_BY_EIGHT_API_KEY: 'wrong' }, says: 'does not accept the API key' },
  ])('$what: the token does not change', async ({ env, says }) => {
    const to = deployed as Deployment;
    const run = await to.runHere(['rotate-token', '--account', ACCOUNT, '--yes'], env);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining(says) });
    expect(to.stack.tokens).toHaveLength(1);
  });

  test('warns if the second-to-last token is still accepted, but not on a new stack', async () => {
    const to = deployed as Deployment;
    to.vendor.webhooks.set('*', wired(to));
    to.stack.tokens.splice(0, 1, { token: FIRST_TOKEN, storedAt: new Date() });
    expect((await rotate(to)).stderr).toBe('');
    to.now += MINUTE_MS;
    expect((await rotate(to)).stderr).toContain('Its predecessor is still valid until you store a new token.');
  });
});
