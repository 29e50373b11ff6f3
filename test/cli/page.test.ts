import { createServer, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { CheckResult } from '../../cli/check/check-result.ts';
import { checkAccess } from '../../cli/page/check-access.ts';
import { CLIENT, startProvider, type TestProvider } from '../page-function/support/provider.ts';
import { listen } from '../support/listen.ts';
import { type FakeStack, STACK, startFakeStack } from './support/fake-stack.ts';
import { runInProcess } from './support/run-in-process.ts';
import { ToolProcess } from './support/run-tool.ts';

const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:Page-AbCdEf';
const KEY = 'a-key-of-the-sessions-that-the-deployment-made';

let stack: FakeStack;
let provider: TestProvider;
let page: Awaited<ReturnType<typeof listen>>;
/** What the page answers by path, in place of the function. */
let answers: Record<string, (response: ServerResponse) => void>;

/** As the function begins a sign-in. */
const signInAt = (endpoint: string, changes: Record<string, string> = {}) => {
  const query = new URLSearchParams({
    client_id: CLIENT.id,
    redirect_uri: `${page.endpoint}/sign-in/callback`,
    response_type: 'code',
    scope: 'openid email profile',
    state: 'state',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...changes,
  });
  return (response: ServerResponse) => response.writeHead(302, { location: `${endpoint}?${query}` }).end();
};
const settings = (changes: Record<string, string> = {}) => {
  const all = { pageIssuer: provider.issuer, pageClientId: CLIENT.id, pageAllowedDomains: 'example.com', ...changes };
  stack.outputs.Settings = JSON.stringify(all).replaceAll('"', '&quot;');
};
const answer = (path: string, status: number) => {
  answers[path] = (response) => response.writeHead(status).end();
};
/** The page itself has the discovery document. */
const discover = (document: string) => {
  settings({ pageIssuer: page.endpoint });
  answers['/.well-known/openid-configuration'] = (response) => response.end(document);
};
const fillWith = (content: string) => stack.tokens.push({ token: content, storedAt: new Date() });
const fill = (secret: object) => fillWith(JSON.stringify(secret));
const content = () => stack.tokens.at(-1)?.token ?? '';
const stored = () => JSON.parse(content());

beforeAll(async () => {
  const server = createServer(({ url = '' }, response) => {
    const answered = answers[url] ?? (() => response.writeHead(404).end());
    answered(response);
  });
  [page, stack] = await Promise.all([listen(server), startFakeStack()]);
  provider = await startProvider(page.endpoint);
  // The provider remarks that its page for errors is for tests alone
  jest.spyOn(console, 'info').mockImplementation(() => {});
});
afterAll(() => Promise.all([page.close(), stack.close(), provider.stop()]));

beforeEach(() => {
  provider.isUp = true;
  fill({ clientSecret: CLIENT.secret, sessionKey: KEY });
  answers = {
    '/health': (response) => response.end('{"status":"ok"}'),
    '/sign-in': signInAt(`${provider.issuer}/auth`),
  };
  stack.denied.clear();
  Object.assign(stack.outputs, {
    CallbackUrl: `${page.endpoint}/receipts`,
    ReceiptsTableName: 'Receipts',
    SetAsideTableName: 'SetAside',
    PageUrl: page.endpoint,
    PageSecretArn: SECRET_ARN,
    PageLogGroup: 'SmsReceipts-PageLogs',
  });
  settings();
});

const receipts = (args: readonly string[], environment: Record<string, string> = {}) =>
  runInProcess(args, { AWS_ENDPOINT_URL: stack.endpoint, ...environment });
const results = async () => {
  const { code, stdout } = await receipts(['page', '--json']);
  const { checks, ...addresses } = JSON.parse(stdout) as { checks: CheckResult[] };
  return { code, checks, addresses };
};

describe('receipts page', () => {
  test('prints the address, what to register, and a line for each check', async () => {
    const { code, stdout, stderr } = await receipts(['page']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/\d+ ms/g, 'N ms').split('\n')).toEqual([
      `The page is at       ${page.endpoint}`,
      'Register at the provider:',
      `  redirect URL       ${page.endpoint}/sign-in/callback`,
      `  sign-out URL       ${page.endpoint}/signed-out`,
      '',
      'ok       stack              SmsReceipts in us-east-1',
      `ok       address            ${page.endpoint} answers in N ms`,
      'ok       client secret      stored',
      `ok       provider           the discovery document of ${provider.issuer} can be read, and names this issuer`,
      'ok       who may look       people of example.com; everybody has all roles',
      `ok       sign-in            the page leads to ${provider.issuer} as the client page`,
      `ok       redirect URL       ${page.endpoint}/sign-in/callback is registered`,
      'ok       client             the provider does not refuse the client page with the stored secret',
      `ok       sign-out           also at ${provider.issuer}, if ${page.endpoint}/signed-out is registered there`,
      '',
    ]);
    expect(stdout).not.toContain(CLIENT.secret);
  });

  test('--json has the addresses beside the results', async () => {
    const { code, addresses } = await results();
    expect({ code, addresses }).toEqual({
      code: 0,
      addresses: {
        url: page.endpoint,
        redirectUrl: `${page.endpoint}/sign-in/callback`,
        signOutUrl: `${page.endpoint}/signed-out`,
      },
    });
  });

  test.each<{ what: string; change: () => void; check: string; says: string; result?: 'warning' }>([
    {
      what: 'a function that fails',
      change: () => answer('/health', 500),
      check: 'address',
      says: '/health was answered 500, and should be 200. Look at the log of the page, SmsReceipts-PageLogs.',
    },
    {
      what: 'a secret without a key',
      change: () => fill({ clientSecret: 'a' }),
      check: 'client secret',
      says: 'receipts page new-key',
    },
    {
      what: 'a provider that does not answer',
      change: () => Object.assign(provider, { isUp: false }),
      check: 'provider',
      says: 'does not answer. No connection',
    },
    {
      what: 'an issuer without a discovery document',
      change: () => settings({ pageIssuer: `${page.endpoint}/tenant` }),
      check: 'provider',
      says: '/tenant/.well-known/openid-configuration was answered 404',
    },
    {
      what: 'a document of another issuer',
      change: () => discover(JSON.stringify({ issuer: 'https://other.example' })),
      check: 'provider',
      says: 'names the issuer https://other.example. Set pageIssuer to that, if it is yours.',
    },
    {
      what: 'the issuer of all tenants of Microsoft',
      change: () => discover(JSON.stringify({ issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' })),
      check: 'provider',
      says: 'stands for all tenants',
    },
    {
      what: 'an answer that is no document',
      change: () => discover('<html>'),
      check: 'provider',
      says: 'is no discovery document',
    },
    {
      what: 'a page that cannot reach the provider',
      change: () => answer('/sign-in', 502),
      check: 'sign-in',
      says: '(answered 502)',
    },
    {
      what: 'a page that leads to another provider',
      change: () => {
        answers['/sign-in'] = signInAt('https://other.example/auth');
      },
      check: 'sign-in',
      says: 'it was deployed with another issuer',
    },
    {
      what: 'a redirect URL that is not registered',
      change: () => {
        answers['/sign-in'] = signInAt(`${provider.issuer}/auth`, { redirect_uri: 'https://a.example' });
      },
      check: 'redirect URL',
      says: '/sign-in/callback there for the client page',
    },
    {
      what: 'a client that the provider does not know',
      change: () => {
        answers['/sign-in'] = signInAt(`${provider.issuer}/auth`, { client_id: 'other' });
      },
      check: 'redirect URL',
      says: 'for the client other',
    },
    {
      what: 'a request that the provider refuses',
      change: () => {
        answers['/sign-in'] = signInAt(`${provider.issuer}/auth`, { code_challenge_method: 'none' });
      },
      check: 'redirect URL',
      says: 'is registered, but the provider refuses a sign-in: invalid_request.',
    },
    {
      what: 'a wrong client secret',
      change: () => fill({ clientSecret: 'wrong', sessionKey: KEY }),
      check: 'client',
      says: 'refuses the client page with the stored secret (invalid_client)',
    },
    {
      what: 'no client secret, and a provider that wants one',
      change: () => fill({ clientSecret: '', sessionKey: KEY }),
      check: 'client',
      says: 'refuses the client page without a secret',
    },
    {
      what: 'nobody limited',
      change: () => settings({ pageAllowedDomains: 'any' }),
      check: 'who may look',
      result: 'warning',
      says: 'Everybody whom http',
    },
  ])('$what: "$check" is a finding', async ({ change, check, says, result = 'failed' }) => {
    change();
    const { code, checks } = await results();
    expect(checks.find((one) => one.check === check)).toMatchObject({ result, detail: expect.stringContaining(says) });
    expect(code).toBe(result === 'failed' ? 1 : 0);
  });

  test('what the credentials do not permit is skipped', async () => {
    stack.denied.add('GetSecretValue');
    const { code, checks } = await results();
    expect(checks.filter(({ result }) => result !== 'ok')).toEqual([
      { check: 'client secret', result: 'skipped', detail: 'needs the permission secretsmanager:GetSecretValue' },
    ]);
    expect(code).toBe(0);
  });

  test('the page of another app, which does not publish its settings, is checked without its provider', async () => {
    delete stack.outputs.Settings;
    provider.requests.clear();
    const { code, checks } = await results();
    expect(code).toBe(0);
    expect(checks.map(({ check, result }) => [check, result])).toEqual([
      ['stack', 'ok'],
      ['address', 'ok'],
      ['client secret', 'ok'],
      ['provider', 'skipped'],
    ]);
    expect(provider.requests.size).toBe(0);
  });

  test.each([['page'], ['page secret'], ['page new-key']])(
    '%s of a stack without a page fails and says what to set',
    async (command) => {
      delete stack.outputs.PageUrl;
      const run = await receipts(command.split(' '), { PAGE_CLIENT_SECRET: 'a' });
      expect(run).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('has no page. Set pageIssuer, pageClientId'),
      });
    },
  );
});

describe('who may look', () => {
  const COGNITO = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123';
  test.each<
    [settings: Record<string, string>, scopes: string[] | undefined, result: CheckResult['result'], says: string]
  >([
    [{ pageAllowedGroups: 'a,b' }, undefined, 'ok', 'people with one of these in the claim groups: a,b; everybody has'],
    [
      { pageAllowedGroups: 'a', pageAllowedDomains: 'x.example', pageRoles: 'operations=b' },
      undefined,
      'ok',
      'in the claim groups: a; and only people of x.example; roles: operations=b',
    ],
    [{ pageAllowedGroups: 'a' }, ['openid', 'groups'], 'warning', 'Set pageScopes to "openid email profile groups"'],
    [{ pageAllowedGroups: 'a', pageScopes: 'openid groups' }, ['openid', 'groups'], 'ok', 'in the claim groups: a'],
    [{ pageIssuer: COGNITO, pageAllowedGroups: 'a' }, undefined, 'failed', 'Set pageGroupsClaim to cognito:groups'],
    [
      { pageIssuer: COGNITO, pageAllowedGroups: 'a', pageGroupsClaim: 'cognito:groups' },
      undefined,
      'ok',
      'cognito:groups: a',
    ],
    [{ pageIssuer: COGNITO, pageAllowedDomains: 'any' }, undefined, 'warning', `Everybody whom ${COGNITO} signs in.`],
    [
      { pageIssuer: 'https://login.microsoftonline.com/1/v2.0', pageAllowedDomains: 'x.example' },
      undefined,
      'failed',
      'pageGroupsClaim is roles',
    ],
    [
      { pageIssuer: 'https://accounts.google.com', pageRoles: 'finance=a' },
      undefined,
      'failed',
      'Google sends no groups',
    ],
  ])('%j with the scopes %j is %s', (given, scopes_supported, result, says) => {
    expect(checkAccess(given, scopes_supported && { scopes_supported })).toEqual({
      result,
      detail: expect.stringContaining(says),
    });
  });
});

describe('receipts page secret', () => {
  test('stores the secret of the environment beside the key of the sessions, and never shows it', async () => {
    const run = await receipts(['page', 'secret', '--stack', STACK], { PAGE_CLIENT_SECRET: ' from-the-environment ' });
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('Stored.'), stderr: '' });
    expect(run.stdout).not.toContain('from-the-environment');
    expect(stored()).toEqual({ clientSecret: 'from-the-environment', sessionKey: KEY });
  });

  test('stores the secret of standard input', async () => {
    const environment = { AWS_ENDPOINT_URL: stack.endpoint };
    const tool = new ToolProcess(['page', 'secret', '--stdin'], environment, 'from-a-file\n');
    expect(await tool.ended).toMatchObject({ code: 0, stderr: '' });
    expect(stored()).toEqual({ clientSecret: 'from-a-file', sessionKey: KEY });
  });

  test('in a secret that somebody filled by hand, it makes a key', async () => {
    fillWith('a-client-secret-alone');
    expect(await receipts(['page', 'secret'], { PAGE_CLIENT_SECRET: 'a' })).toMatchObject({ code: 0 });
    expect(stored()).toEqual({ clientSecret: 'a', sessionKey: expect.stringMatching(/^[\w-]{48}$/) });
  });

  test.each([
    ['{"clientSecret":"a"}', 'is JSON'],
    ['a\u00a0b', 'no header can carry'],
    ['', 'there is no terminal to ask on'],
  ])('with %j it stores nothing', async (PAGE_CLIENT_SECRET, says) => {
    const before = content();
    const run = await receipts(['page', 'secret'], { PAGE_CLIENT_SECRET });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining(says) });
    expect(content()).toBe(before);
  });
});

describe('receipts page new-key', () => {
  test('replaces the key of the sessions, and keeps the client secret', async () => {
    const run = await receipts(['page', 'new-key', '--yes']);
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('all sessions have ended then'), stderr: '' });
    const { clientSecret, sessionKey } = stored();
    expect(clientSecret).toBe(CLIENT.secret);
    expect(sessionKey).toMatch(/^[\w-]{48}$/);
    expect(run.stdout).not.toContain(sessionKey);
  });

  test('asks first', async () => {
    const before = content();
    expect(await receipts(['page', 'new-key'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Add --yes'),
    });
    expect(content()).toBe(before);
  });
});

test.each(['page secret', 'page new-key --yes'])(
  '%s stores nothing if somebody else has changed the secret since it was read',
  async (command) => {
    const { PutSecretValue } = stack.operations;
    stack.operations.PutSecretValue = (input) => {
      fill({ clientSecret: 'of somebody else', sessionKey: KEY });
      return PutSecretValue?.(input);
    };
    const run = await receipts(command.split(' '), { PAGE_CLIENT_SECRET: 'a' });
    Object.assign(stack.operations, { PutSecretValue });
    expect(run).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Nothing was stored: run it') });
    expect(stored()).toEqual({ clientSecret: 'of somebody else', sessionKey: KEY });
  },
);
