import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { engine } from '../support/engine.ts';
import { type Deployment, deployment, FIRST_TOKEN } from './support/deployment.ts';
import { ACCOUNT, API_KEY, type StoredWebhook } from './support/fake-vendor.ts';

const { endpoint } = engine;

let deployed: Deployment;
beforeAll(async () => {
  deployed = await deployment(endpoint);
});
beforeEach(() => {
  deployed.vendor.webhooks.clear();
  deployed.vendor.oldWebhooks.clear();
  deployed.vendor.calls.length = 0;
  deployed.vendor.refusal = undefined;
  deployed.vendor.isStuck = false;
});
afterAll(async () => {
  expect(deployed.vendor.faults).toEqual([]);
  await deployed.close();
});

const OAUTH = { url: 'https://a.example', clientId: 'a', clientSecret: 'b', credentialsLocation: 'header' };

const set = (webhook: StoredWebhook) => deployed.vendor.webhooks.set(webhook.subAccountId, webhook);
const wire = (...more: string[]) => deployed.runHere(['wire', '--account', ACCOUNT, ...more]);
const unwire = (...more: string[]) => deployed.runHere(['unwire', '--account', ACCOUNT, ...more]);
const everythingSaid = ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr;

describe('receipts wire', () => {
  test('sets URL and token for the whole account, and prints neither token nor key', async () => {
    const run = await wire('--yes');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/current +new\n +webhook +none +http:/);
    expect(run.stdout).toContain('Wired: 8x8 posts the receipts of the whole account (*) to the stack SmsReceipts.');
    expect(deployed.vendor.calls).toEqual(['GET', 'POST', 'GET']);
    expect([...deployed.vendor.webhooks.values()]).toEqual([
      { subAccountId: '*', url: deployed.callbackUrl, httpAuthorization: `Bearer ${FIRST_TOKEN}`, enabled: true },
    ]);
    expect(everythingSaid(run)).not.toMatch(new RegExp(`${FIRST_TOKEN}|${API_KEY}`));
  });

  test('sets a URL and a token that the receiver accepts', async () => {
    await wire('--yes');
    const { url, httpAuthorization = '' } = deployed.vendor.webhooks.get('*') ?? { url: '' };
    const headers = { authorization: httpAuthorization, 'content-type': 'application/json' };
    expect((await fetch(url, { method: 'POST', headers, body: '{}' })).status).toBe(400);
    expect((await fetch(url, { method: 'POST', headers: { ...headers, authorization: 'Bearer no' } })).status).toBe(
      401,
    );
  });

  test('shows what it replaces, without the secrets in it, and leaves other webhooks alone', async () => {
    const other = { subAccountId: 'Other', url: 'https://other.example/hook', enabled: true };
    set(other);
    set({ subAccountId: 'Acme_1', url: 'https://user:pass@old.example/hook?key=secret', enabled: false });
    const run = await wire('--sub-account', 'Acme_1', '--yes');
    expect(run.stdout).toMatch(/url +https:\/\/\*\*\*@old\.example\/hook\?key=\*\*\* +http:\/\/127/);
    expect(run.stdout).toMatch(/enabled +no +yes/);
    expect(run.stdout).toMatch(/credential +none +the token of the stack/);
    expect(run.stdout).toContain('1 other webhook');
    expect(everythingSaid(run)).not.toMatch(/pass|secret/);
    expect(deployed.vendor.webhooks.get('Other')).toEqual(other);
    expect(deployed.vendor.webhooks.get('Acme_1')).toMatchObject({ url: deployed.callbackUrl, enabled: true });
  });

  test('changes nothing without a terminal and without --yes', async () => {
    const run = await wire();
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('Add --yes');
    expect(deployed.vendor.webhooks.size).toBe(0);
  });

  test.each([
    {
      what: 'a wrong API key',
      env: { EIGHT_BY_EIGHT_API_KEY: 'wrong' },
      says: /does not accept the API key \(401\).*can be limited to source addresses/,
    },
    { what: 'no API key', env: { EIGHT_BY_EIGHT_API_KEY: '' }, says: 'Set EIGHT_BY_EIGHT_API_KEY' },
    {
      what: 'an API that is not there',
      env: { EIGHT_BY_EIGHT_API_URL: 'http://127.0.0.1:9' },
      says: 'does not answer',
    },
    {
      what: 'an API without encryption',
      env: { EIGHT_BY_EIGHT_API_URL: 'http://192.0.2.1' },
      says: 'EIGHT_BY_EIGHT_API_URL is http://192.0.2.1: must begin with https://, unless it is a loopback address.',
    },
    { what: 'another stack', args: ['--stack', 'Nope'], says: 'There is no stack Nope in us-east-1' },
    { what: 'a wrong account', args: ['--account', 'x'], code: 2, says: 'must have 32 hexadecimal digits' },
    { what: 'a wrong region', args: ['--region', 'mars'], code: 2, says: 'Allowed choices are apac, na, eu, id' },
    { what: 'a wrong sub-account', args: ['--sub-account', 'a b'], code: 2, says: 'must be the id of a sub-account' },
  ])('$what: $says', async ({ env, args = [], code = 1, says }) => {
    const run = await deployed.runHere(['wire', '--account', ACCOUNT, '--yes', ...args], env);
    expect(run.code).toBe(code);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(deployed.vendor.webhooks.size).toBe(0);
  });

  test('if a webhook in the old format exists, prints the call that deletes it, and changes nothing', async () => {
    deployed.vendor.oldWebhooks.add('Acme_1');
    const run = await wire('--sub-account', 'Acme_1', '--yes');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('has a webhook in its old format');
    expect(run.stderr).toContain('Nothing was changed.');
    const [command = ''] = /^ {2}curl .*$/m.exec(run.stderr) ?? [];
    expect(command.trim()).toBe(
      `curl -X DELETE ${deployed.vendor.url}/config/v1/webhook -H "Authorization: Bearer $EIGHT_BY_EIGHT_API_KEY" ` +
        `-H 'Content-Type: application/json' -d '[{"subAccountId":"Acme_1","type":"*"}]'`,
    );
    expect(deployed.vendor.oldWebhooks).toEqual(new Set(['Acme_1']));
    expect(everythingSaid(run)).not.toContain(API_KEY);
  });

  test('--replace-old deletes the webhook in the old format, and sets the new one', async () => {
    deployed.vendor.oldWebhooks.add('Acme_1');
    const run = await wire('--sub-account', 'Acme_1', '--replace-old', '--yes');
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('Wired') });
    expect(deployed.vendor.calls).toEqual(['GET', 'POST', 'DELETE', 'POST', 'GET']);
    expect(deployed.vendor.oldWebhooks.size).toBe(0);
    expect(deployed.vendor.webhooks.get('Acme_1')).toMatchObject({ url: deployed.callbackUrl });
  });

  test('--replace-old says that no receipts are sent if the new webhook is refused even then', async () => {
    for (const subAccount of ['Acme_1', 'Other']) deployed.vendor.oldWebhooks.add(subAccount);
    const run = await wire('--sub-account', 'Acme_1', '--replace-old', '--yes');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('The old webhook is deleted, but the new one is not set: 8x8 sends no receipts.');
  });

  test.each<{ what: string; present?: Partial<StoredWebhook>; says: string }>([
    { what: 'no webhook', says: 'there is none that posts to http://127.0.0.1' },
    { what: 'a webhook that is not enabled', present: { enabled: false }, says: 'it is not enabled' },
    { what: 'a webhook without a credential', present: { enabled: true }, says: 'it has no credential' },
    { what: 'a webhook with OAuth', present: { enabled: true, oauth: OAUTH }, says: 'it uses OAuth' },
  ])('fails if the read-back finds $what', async ({ present, says }) => {
    if (present) set({ subAccountId: '*', url: deployed.callbackUrl, ...present });
    deployed.vendor.isStuck = true;
    const run = await wire('--yes');
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining(`when read back ${says}`) });
  });

  test("shows the vendor's error message, with the secrets in it masked", async () => {
    deployed.vendor.refusal = {
      status: 500,
      message: `cannot store Bearer ${FIRST_TOKEN} (${FIRST_TOKEN}) for ${API_KEY}`,
    };
    const run = await wire('--yes');
    expect(run.stderr).toContain('8x8 refuses (500): cannot store *** (***) for ***');
    expect(everythingSaid(run)).not.toMatch(new RegExp(`${FIRST_TOKEN}|${API_KEY}`));
  });
});

test('a long refusal is cut, but never within a secret', async () => {
  deployed.vendor.refusal = { status: 500, message: `${'x'.repeat(490)}${API_KEY}` };
  const run = await wire('--yes');
  expect(run.stderr).toContain('xxx***');
  expect(run.stderr).not.toContain(API_KEY.slice(0, 5));
});

describe('receipts unwire', () => {
  test('removes the webhook that posts to the stack, and no other', async () => {
    set({ subAccountId: '*', url: deployed.callbackUrl, enabled: true });
    set({ subAccountId: 'Other', url: deployed.callbackUrl, enabled: true });
    const run = await unwire('--yes');
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('Unwired') });
    expect([...deployed.vendor.webhooks.keys()]).toEqual(['Other']);
  });

  test('removes a webhook that has a token in its URL', async () => {
    set({ subAccountId: '*', url: `${deployed.callbackUrl}?token=${FIRST_TOKEN}` });
    expect(await unwire('--yes')).toMatchObject({ code: 0, stdout: expect.stringContaining('Unwired') });
    expect(deployed.vendor.webhooks.size).toBe(0);
  });

  test('leaves a webhook that posts elsewhere', async () => {
    set({ subAccountId: '*', url: 'https://other.example/hook' });
    const run = await unwire('--yes');
    expect(run).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('posts to https://other.example/hook, not to'),
    });
    expect(deployed.vendor.webhooks.size).toBe(1);
  });

  test('fails if the read-back still finds the webhook', async () => {
    set({ subAccountId: '*', url: deployed.callbackUrl });
    deployed.vendor.isStuck = true;
    expect(await unwire('--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('is still there') });
  });

  test('changes nothing if there is no webhook', async () => {
    expect(await unwire('--yes')).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing was changed') });
  });
});
