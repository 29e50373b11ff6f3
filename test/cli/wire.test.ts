import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { FIRST_TOKEN, useDeployment } from './support/deployment.ts';
import { ACCOUNT, API_KEY, type OldWebhook, type StoredWebhook } from './support/fake-vendor.ts';

const deployed = useDeployment();
beforeEach(() => deployed.reset());

const folder = mkdtempSync(join(tmpdir(), 'wire-'));
const saved = join(folder, 'saved.json');
beforeEach(() => rmSync(saved, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const OAUTH = { url: 'https://a.example', clientId: 'a', clientSecret: 'b', credentialsLocation: 'header' };

const set = (webhook: StoredWebhook) => deployed.vendor.webhooks.set(webhook.subAccountId, webhook);
const wire = (...more: string[]) => deployed.runHere(['wire', '--account', ACCOUNT, '--save', saved, ...more]);
const unwire = (...more: string[]) => deployed.runHere(['unwire', '--account', ACCOUNT, ...more]);
const restore = (env: Record<string, string> = {}) =>
  deployed.runHere(['unwire', '--account', ACCOUNT, '--restore', saved, '--yes'], env);
const old = (type: string, subAccountId = 'Acme_1') => ({
  subAccountId,
  type,
  url: `https://old.example/${type}?key=hunter2`,
});
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
    set({ subAccountId: 'Acme_1', url: 'https://user:pass@old.example/hook?key=hunter2', enabled: false });
    const run = await wire('--sub-account', 'Acme_1', '--yes');
    expect(run.stdout).toMatch(/url +https:\/\/\*\*\*@old\.example\/hook\?key=\*\*\* +http:\/\/127/);
    expect(run.stdout).toMatch(/enabled +no +yes/);
    expect(run.stdout).toMatch(/credential +none +the token of the stack/);
    expect(run.stdout).toContain('1 other webhook');
    expect(everythingSaid(run)).not.toMatch(/pass|hunter2/);
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
  ])('$what: $says', async ({ env, args = [], says }) => {
    const run = await deployed.runHere(['wire', '--account', ACCOUNT, '--yes', ...args], env);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(deployed.vendor.webhooks.size).toBe(0);
  });

  test('if a webhook in the old format exists, prints the call that deletes it, and changes nothing', async () => {
    deployed.vendor.oldWebhooks = [old('MO')];
    const run = await wire('--sub-account', 'Acme_1', '--yes');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('has a webhook in its old format');
    expect(run.stderr).toContain('Nothing was changed.');
    const [command = ''] = /^ {2}curl .*$/m.exec(run.stderr) ?? [];
    expect(command.trim()).toBe(
      `curl -X DELETE ${deployed.vendor.url}/config/v1/webhook -H "Authorization: Bearer $EIGHT_BY_EIGHT_API_KEY" ` +
        `-H 'Content-Type: application/json' -d '[{"subAccountId":"Acme_1","type":"MO"}]'`,
    );
    expect(run.stderr).toContain(
      'of type MO (inbound SMS), of sub-account Acme_1, that posts to https://old.example/MO?key=***.',
    );
    expect(deployed.vendor.oldWebhooks).toEqual([old('MO')]);
    expect(everythingSaid(run)).not.toMatch(new RegExp(`${API_KEY}|hunter2`));
  });

  test.each<{
    what: string;
    args: string[];
    before: OldWebhook[];
    unnamed?: true;
    left: OldWebhook[];
    calls: string[];
  }>([
    { what: 'the one that is named', args: [], before: [old('MO')], left: [], calls: ['DELETE', 'POST'] },
    {
      what: 'each one that is named, until 8x8 accepts the new one',
      args: [],
      before: [old('MO'), old('DR'), old('MO', 'Other')],
      left: [],
      calls: ['DELETE', 'POST', 'DELETE', 'POST', 'DELETE', 'POST'],
    },
    {
      what: 'all of a sub-account, if the user says so',
      args: ['all'],
      before: [old('MO'), old('DR')],
      left: [],
      calls: ['DELETE', 'POST'],
    },
    {
      what: 'all of the sub-account, if 8x8 names none',
      args: [],
      unnamed: true,
      before: [old('MO'), old('DR')],
      left: [],
      calls: ['DELETE', 'POST'],
    },
  ])('--replace-old deletes $what', async ({ args, before, unnamed, left, calls }) => {
    deployed.vendor.oldWebhooks = before;
    deployed.vendor.namesOldWebhook = !unnamed;
    const run = await wire('--sub-account', 'Acme_1', '--yes', '--replace-old', ...args);
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('Wired') });
    expect(deployed.vendor.calls).toEqual(['GET', 'POST', ...calls, 'GET']);
    expect(deployed.vendor.oldWebhooks).toEqual(left);
    expect(deployed.vendor.webhooks.get('Acme_1')).toMatchObject({ url: deployed.callbackUrl });
    expect(everythingSaid(run)).not.toContain('hunter2');
  });

  test('--replace-old names what it deletes, and keeps it in the file', async () => {
    deployed.vendor.oldWebhooks = [old('MO'), old('DR')];
    const run = await wire('--sub-account', 'Acme_1', '--replace-old', '--yes');
    expect(run.stderr).toContain('type MO (inbound SMS), of sub-account Acme_1, that posts to https://old.example/MO');
    expect(run.stderr).toContain('type DR (delivery receipts), of sub-account Acme_1, that posts to https://old.');
    expect(run.stderr).toContain('otherWebhooks=forward');
    expect(JSON.parse(readFileSync(saved, 'utf8'))).toEqual({ webhooks: [], oldWebhooks: [old('MO'), old('DR')] });
  });

  test('--replace-old says that no receipts are sent if the new webhook is refused even then', async () => {
    // A deletion of Acme_1 does not delete it
    deployed.vendor.oldWebhooks = [old('MO', 'Other')];
    deployed.vendor.namesOldWebhook = false;
    const run = await wire('--sub-account', 'Acme_1', '--replace-old', '--yes');
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(
      /The old webhook is deleted, but the new one is not set: 8x8 sends no receipts\. Run this at once: .*--replace-old/,
    );
    expect(deployed.vendor.calls).toEqual(['GET', 'POST', 'DELETE', 'POST']);
  });

  describe('another application that loses the webhook', () => {
    const former = { subAccountId: '*', url: 'https://other.example/hook?key=hunter2', enabled: true };

    test.each([
      ['of the account', '*', '{}', 'the whole account (*)', /otherWebhooks=forward first/],
      ['of the account, for one sub-account', 'Acme_1', '{}', 'sub-account Acme_1', /otherWebhooks=forward first/],
      ['that the stack forwards', '*', '{"otherWebhooks":"forward"}', 'the whole account (*)', /have a rule send them/],
    ])('is named with what it received: %s', async (_, subAccount, settings, scope, remedy) => {
      set(former);
      deployed.stack.outputs.Settings = settings;
      const run = await wire('--sub-account', subAccount);
      expect(run.code).toBe(1);
      expect(run.stdout).toContain(
        `Until now, https://other.example/hook?key=*** received the delivery receipts, inbound SMS and clicks on short URLs of ${scope}.`,
      );
      expect(run.stdout).toMatch(remedy);
      expect(deployed.vendor.calls).toEqual(['GET']);
    });

    test('is in a file that only the user may read, which one command puts back', async () => {
      set(former);
      const run = await wire('--yes');
      expect(run.stdout).toMatch(
        /To put back what was replaced: .*receipts unwire --account .* --restore .*saved\.json/,
      );
      expect(run.stdout).not.toContain('hunter2');
      expect(statSync(saved).mode & 0o777).toBe(0o600);
      expect(await restore()).toMatchObject({ code: 0, stdout: expect.stringContaining('Put back') });
      expect([...deployed.vendor.webhooks.values()]).toEqual([former]);
    });

    test.each<{ what: string; secrets: Partial<StoredWebhook> }>([
      { what: 'a header', secrets: { httpAuthorization: 'Basic c2VjcmV0' } },
      { what: 'OAuth', secrets: { oauth: { ...OAUTH, clientSecret: 'Basic c2VjcmV0' } } },
    ])('gets back $what, which only the user has', async ({ secrets }) => {
      set({ ...former, ...secrets });
      await wire('--yes');
      expect(readFileSync(saved, 'utf8')).not.toContain('c2VjcmV0');
      expect(await restore()).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('Set EIGHT_BY_EIGHT_OLD_SECRET'),
      });
      expect(deployed.vendor.webhooks.get('*')?.url).toBe(deployed.callbackUrl);
      expect(await restore({ EIGHT_BY_EIGHT_OLD_SECRET: 'Basic c2VjcmV0' })).toMatchObject({ code: 0 });
      expect([...deployed.vendor.webhooks.values()]).toEqual([{ ...former, ...secrets }]);
    });

    test('is not put back over a webhook that somebody else has set since', async () => {
      set(former);
      await wire('--yes');
      set({ ...former, url: 'https://third.example/hook' });
      expect(await restore()).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('posts to https://third.example/hook, not to the stack'),
      });
    });

    test('is not replaced if the file cannot be written', async () => {
      set(former);
      const run = await wire('--yes', '--save', join(folder, 'missing', 'file.json'));
      expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('so nothing is replaced') });
      expect([...deployed.vendor.webhooks.values()]).toEqual([former]);
    });

    test.each([
      ['a file that is not there', undefined, 'cannot be read (ENOENT)'],
      ['another file', '{}', 'is not a file of webhooks'],
      ['a file of old webhooks', JSON.stringify({ webhooks: [], oldWebhooks: [old('MO')] }), 'Ask its support'],
    ])('cannot be put back from %s', async (_, text, says) => {
      if (text !== undefined) writeFileSync(saved, text);
      expect(await restore()).toMatchObject({ code: 1, stderr: expect.stringContaining(says) });
    });
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
