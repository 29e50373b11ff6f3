import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { isTokenAccepted } from '../../cli/check/check-endpoint.ts';
import { serve } from '../../local/http/server.ts';
import { connectionTo } from '../support/engine.ts';
import { FIRST_TOKEN, useDeployment } from './support/deployment.ts';
import { ACCOUNT, type StoredWebhook } from './support/fake-vendor.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const deployed = useDeployment();
beforeEach(() => deployed.reset());

const rotate = (...more: string[]) =>
  deployed.runHere(['rotate-token', '--account', ACCOUNT, '--yes', '--wait', '0', ...more]);
const wired = (): StoredWebhook => ({
  subAccountId: '*',
  url: deployed.callbackUrl,
  httpAuthorization: `Bearer ${FIRST_TOKEN}`,
  enabled: true,
});
const currentToken = () => deployed.stack.tokens.at(-1)?.token ?? '';

describe('receipts rotate-token', () => {
  test('gives the webhooks of the stack a new token; the old token is accepted until the overlap ends', async () => {
    deployed.vendor.webhooks.set('*', wired());
    deployed.vendor.webhooks.set('Paused', { ...wired(), subAccountId: 'Paused', enabled: false });
    deployed.vendor.webhooks.set('Other', { ...wired(), subAccountId: 'Other', url: 'https://other.example' });
    expect(await deployed.post('{}')).toBe(400);
    // The receiver reads the secret again for a token that it does not know, at most once a minute
    deployed.now += MINUTE_MS;

    const run = await rotate();
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('Rotated. The old token is accepted until');
    expect(run.stdout).toMatch(/Checked, ok: a test receipt was recorded/);
    const token = currentToken();
    expect(token).toMatch(/^[\w-]{48}$/);
    expect(run.stdout + run.stderr).not.toContain(token);
    expect(deployed.vendor.webhooks.get('*')).toMatchObject({ httpAuthorization: `Bearer ${token}`, enabled: true });
    expect(deployed.vendor.webhooks.get('Paused')).toMatchObject({
      httpAuthorization: `Bearer ${token}`,
      enabled: false,
    });
    expect(deployed.vendor.webhooks.get('Other')).toMatchObject({ httpAuthorization: `Bearer ${FIRST_TOKEN}` });

    deployed.now = Date.now() + HOUR_MS;
    expect(await deployed.post('{}', token)).toBe(400);
    expect(await deployed.post('{}', FIRST_TOKEN)).toBe(400);
    deployed.now = Date.now() + 25 * HOUR_MS;
    expect(await deployed.post('{}', token)).toBe(400);
    expect(await deployed.post('{}', FIRST_TOKEN)).toBe(401);
    expect(deployed.vendor.faults).toEqual([]);
  });

  test('if 8x8 refuses the new token, says by when to wire it', async () => {
    deployed.vendor.webhooks.set('*', wired());
    deployed.vendor.refusal = { status: 500, message: 'come back later' };
    const run = await rotate();
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(
      /8x8 still has the old one, which is accepted until 20\d\d-.*run receipts wire --account .* --vendor-region apac --stack SmsReceipts --sub-account '\*'/,
    );
    expect(run.stderr).toContain('come back later');
    expect(run.stderr).not.toContain(currentToken());
  });

  test('started again while 8x8 refuses, it keeps the token of the webhooks accepted', async () => {
    deployed.vendor.webhooks.set('*', wired());
    expect(await deployed.post('{}')).toBe(400);
    deployed.now += MINUTE_MS;
    deployed.vendor.refusal = { status: 500, message: 'come back later' };
    await rotate();
    deployed.now += MINUTE_MS;
    const again = await rotate();
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('No new token was stored') });
    expect(deployed.stack.tokens).toHaveLength(2);
    expect(await deployed.post('{}', FIRST_TOKEN)).toBe(400);

    deployed.vendor.refusal = undefined;
    deployed.now += MINUTE_MS;
    const finished = await rotate();
    expect(finished).toMatchObject({ code: 0, stdout: expect.stringContaining('has the current token') });
    expect(deployed.vendor.webhooks.get('*')).toMatchObject({ httpAuthorization: `Bearer ${currentToken()}` });
  });

  test('sets the token that it stored, even if a read still gives the old one', async () => {
    deployed.vendor.webhooks.set('*', wired());
    deployed.stack.staleMs = 500;
    expect(await rotate('--wait', '1')).toMatchObject({ code: 0 });
    expect(deployed.vendor.webhooks.get('*')).toMatchObject({ httpAuthorization: `Bearer ${currentToken()}` });
  });

  test('also sets webhooks that were wired after it began, and leaves those that were redirected', async () => {
    const redirected = { ...wired(), subAccountId: 'Redirected', url: 'https://other.example' };
    deployed.vendor.webhooks.set('*', wired());
    deployed.vendor.webhooks.set('Redirected', wired());
    const running = rotate('--wait', '1');
    while (deployed.stack.tokens.length < 2) await setTimeout(10);
    deployed.vendor.webhooks.set('Late', { ...wired(), subAccountId: 'Late' });
    deployed.vendor.webhooks.set('Redirected', redirected);
    expect(await running).toMatchObject({ code: 0 });
    expect(deployed.vendor.webhooks.get('Late')).toMatchObject({ httpAuthorization: `Bearer ${currentToken()}` });
    expect(deployed.vendor.webhooks.get('Redirected')).toEqual(redirected);
  });

  test('stops if somebody else stores a token meanwhile', async () => {
    deployed.vendor.webhooks.set('*', wired());
    const running = rotate('--wait', '1');
    while (deployed.stack.tokens.length < 2) await setTimeout(10);
    deployed.stack.tokens.push({ token: 'that-of-somebody-else', storedAt: new Date() });
    const run = await running;
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('Somebody else has stored another token') });
    expect(run.stdout).not.toContain('Rotated');
  });

  test('of two at the same time, only one stores its token; the other says so, and nothing is refused', async () => {
    deployed.vendor.webhooks.set('*', wired());
    const { PutSecretValue } = deployed.stack.operations;
    deployed.stack.operations.PutSecretValue = (input) => {
      deployed.stack.tokens.push({ token: 'that-of-the-winner', storedAt: new Date() });
      return PutSecretValue?.(input);
    };
    const run = await rotate();
    expect(run).toMatchObject({ code: 1, stderr: expect.stringMatching(/no new token was stored.*receipts wire/) });
    expect(currentToken()).toBe('that-of-the-winner');
    expect(deployed.vendor.webhooks.get('*')).toEqual(wired());
    expect(await deployed.post('{}', FIRST_TOKEN)).toBe(400);
  });

  test('replaces a token in the URL of a webhook', async () => {
    deployed.vendor.webhooks.set('*', {
      subAccountId: '*',
      url: `${deployed.callbackUrl}?token=${FIRST_TOKEN}`,
      enabled: true,
    });
    const run = await rotate();
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).not.toContain(FIRST_TOKEN);
    expect(deployed.vendor.webhooks.get('*')).toMatchObject({
      url: deployed.callbackUrl,
      httpAuthorization: `Bearer ${currentToken()}`,
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
    const connection = connectionTo(deployed.tables);
    const route = { callbackUrl: `http://127.0.0.1:${api.port}/receipts`, token: 'x', connection };
    expect(await isTokenAccepted(route)).toBe(accepted);
    await api.stop();
  });

  test.each([
    { what: 'an account that is not wired', env: {}, says: 'Wire it first' },
    { what: 'a wrong API key', env: { EIGHT_BY_EIGHT_API_KEY: 'wrong' }, says: 'does not accept the API key' },
  ])('$what: the token does not change', async ({ env, says }) => {
    const run = await deployed.runHere(['rotate-token', '--account', ACCOUNT, '--yes'], env);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining(says) });
    expect(deployed.stack.tokens).toHaveLength(1);
  });

  test('warns if the second-to-last token is still accepted, but not on a new stack', async () => {
    deployed.vendor.webhooks.set('*', wired());
    deployed.stack.tokens.splice(0, 1, { token: FIRST_TOKEN, storedAt: new Date() });
    expect((await rotate()).stderr).toBe('');
    deployed.now += MINUTE_MS;
    expect((await rotate()).stderr).toContain('Its predecessor is still valid until you store a new token.');
  });
});
