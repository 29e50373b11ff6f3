import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type HostedPage, startHostedPage } from './support/hosted-page.ts';
import type { Visitor } from './support/visitor.ts';

const HOUR_MS = 3_600_000;
const UMID = '00000001-0000-4000-8000-000000000001';
let page: HostedPage;
let visitor: Visitor;

beforeAll(async () => {
  page = await startHostedPage();
});
afterAll(() => page?.stop());
beforeEach(async () => {
  await page.reset();
  visitor = page.newVisitor();
});

/** Signs in at the provider, and stops before the browser brings the answer. */
const answerFor = (login: string, path = '/errors') => visitor.signIn(path, login, `${page.url}/sign-in/callback`);
/** The cookies of the page in the browser. */
const cookies = () => [...visitor.cookies.keys()];
const isSignedIn = async () => (await visitor.ask('/errors')).status === 200;

describe('without a session', () => {
  test.each(['/', `/messages/${UMID}`, '/search.csv?q=1', '/nothing'])(
    '%s leads to the sign-in, whether it exists or not',
    async (path) => {
      const { status, headers, text } = await visitor.ask(path);
      expect({ status, text }).toEqual({ status: 302, text: '' });
      expect(headers.get('location')).toBe(`${page.url}/sign-in?to=${encodeURIComponent(path)}`);
    },
  );

  test('only these answer, for TLS only', async () => {
    const answers = ['/health', '/signed-out', '/style.css', '/icon.svg'].map((path) => visitor.ask(path));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { text, headers } = await visitor.ask('/health');
    expect([text, headers.get('strict-transport-security')]).toEqual(['{"status":"ok"}', 'max-age=31536000']);
  });

  test('a form leads to the sign-in, and not to its own address', async () => {
    const { status, headers } = await visitor.ask('/search', { q: '+12025550293' });
    expect(status).toBe(200);
    expect(headers.get('refresh')).toBe(`0; url=${page.url}/sign-in?to=%2F`);
  });
});

describe('a sign-in', () => {
  test('shows the page that was asked for, and is in the log', async () => {
    const visit = await visitor.signIn('/errors?x=1', 'ann');
    expect(visit).toMatchObject({ url: `${page.url}/errors?x=1`, status: 200 });
    expect(cookies()).toEqual(['__Host-session']);
    expect(page.looks).toMatchObject([{ message: 'look', kind: 'sign-in', subject: 'ann', email: 'ann@example.com' }]);
    expect(page.lines).toEqual([]);
  });

  test('asks for a code with PKCE, state and nonce, which are never the same', async () => {
    const starts = await Promise.all([1, 2].map(() => visitor.ask('/sign-in')));
    const [one, other] = starts.map(({ headers }) => new URL(headers.get('location') ?? '').searchParams);
    expect(Object.fromEntries(one ?? [])).toEqual({
      client_id: 'page',
      response_type: 'code',
      scope: 'openid email profile',
      redirect_uri: `${page.url}/sign-in/callback`,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    for (const name of ['code_challenge', 'state', 'nonce']) expect(one?.get(name)).not.toBe(other?.get(name));
  });

  test('keeps encrypted cookies, for this host, TLS and no script, and for a limited time', async () => {
    const { headers } = await visitor.ask('/sign-in');
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-sign-in-[\w-]{12}=[\w-]+\.\.[\w.-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
    const { url } = await answerFor('ann');
    const done = await visitor.ask(url);
    expect(done.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-sign-in-[\w-]{12}=; Max-Age=0;/),
      expect.stringMatching(
        /^__Host-session=[\w-]+\.\.[\w.-]+; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
  });

  test('works in two tabs at the same time', async () => {
    const other = await visitor.ask('/sign-in?to=/insights');
    expect((await visitor.signIn('/errors', 'ann')).url).toBe(`${page.url}/errors`);
    expect((await visitor.follow(other.headers.get('location') ?? '')).url).toBe(`${page.url}/insights`);
  });

  test('fits into the headers of API Gateway, however many tabs begin one', async () => {
    const to = `/errors?x=${'x'.repeat(380)}`;
    for (let tab = 0; tab < 12; tab += 1) await visitor.ask(`/sign-in?${new URLSearchParams({ to })}`);
    const attempts = [...visitor.cookies.values()];
    expect(attempts).toHaveLength(4);
    expect((await visitor.signIn(to, 'ann')).url).toBe(page.url + to);
    const [session = ''] = [...visitor.cookies.values()].slice(-1);
    // The rest is for the address, with a code of the provider, and for the headers of a browser
    expect([...attempts, session].join('').length).toBeLessThan(7_000);
  });

  test('works with a new key of the provider', async () => {
    await visitor.signIn('/errors', 'ann');
    page.provider.rotateKeys();
    const other = page.newVisitor();
    await other.signIn('/errors', 'ann');
    expect((await other.signIn('/errors', 'ann')).status).toBe(200);
  });

  test('asks for the discovery document once an hour', async () => {
    const path = '/.well-known/openid-configuration';
    const count = () => page.provider.requests.get(path) ?? 0;
    const before = count();
    for (const shiftMs of [0, HOUR_MS / 2, HOUR_MS]) {
      page.shiftMs = shiftMs;
      await visitor.ask('/sign-in');
    }
    expect(count() - before).toBe(2);
  });

  test('asks for claims that are not in the ID token at the user info', async () => {
    page.provider.changeTokens = (tokens) => page.provider.withClaims(tokens, { email: undefined, groups: undefined });
    expect((await visitor.signIn('/errors', 'ann')).status).toBe(200);
    expect(page.looks).toMatchObject([{ subject: 'ann', email: 'ann@example.com' }]);
  });

  test('sends the secret in a header to a provider that takes it nowhere else', async () => {
    page.provider.become({ clientAuthentication: 'client_secret_basic' });
    page.restart();
    expect((await visitor.signIn('/errors', 'ann')).status).toBe(200);
  });

  test('of a public client needs no secret', async () => {
    page.secret = { ...page.secret, clientSecret: '' };
    page.restart({ pageClientId: 'public-page' });
    expect((await visitor.signIn('/errors', 'ann')).status).toBe(200);
  });
});

describe('the address to come back to', () => {
  test.each([
    [`/messages/${UMID}`, `/messages/${UMID}`],
    ['/insights?period=7d&x=%2F%2Fa', '/insights?period=7d&x=%2F%2Fa'],
    ['//evil.example', '/'],
    ['/sign-in', '/'],
    ['/sign-in/callback?code=a', '/'],
    ['/signed-out/?x', '/'],
    [`/errors?x=${'x'.repeat(400)}`, '/'],
    ['', '/'],
  ])('%j becomes %j', async (to, path) => {
    const { url } = await answerFor('ann', `/sign-in?${new URLSearchParams({ to })}`);
    const { status, headers } = await visitor.ask(url);
    expect({ status, location: headers.get('location') }).toEqual({ status: 303, location: page.url + path });
  });
});

describe('a session', () => {
  beforeEach(async () => {
    await visitor.signIn('/errors', 'ann');
  });

  test.each([
    ['before its end', 8 * HOUR_MS - 60_000, true],
    ['at its end', 8 * HOUR_MS, false],
  ])('%s', async (_, shiftMs, lasts) => {
    page.shiftMs = shiftMs;
    expect(await isSignedIn()).toBe(lasts);
  });

  test('does not last longer because it is used', async () => {
    page.shiftMs = 4 * HOUR_MS;
    const { headers } = await visitor.ask('/errors');
    expect(headers.getSetCookie()).toEqual([]);
  });

  test('lasts in another container, and ends with a new key', async () => {
    page.restart();
    expect(await isSignedIn()).toBe(true);
    page.secret = { ...page.secret, sessionKey: 'another-session-key-for-tests-of-48-characters' };
    expect(await isSignedIn()).toBe(false);
  });

  test('is not what a sign-in keeps', async () => {
    await visitor.ask('/sign-in');
    const name = cookies().find((each) => each.startsWith('__Host-sign-in-')) ?? '';
    visitor.cookies.set('__Host-session', visitor.cookies.get(name) ?? '');
    expect(await isSignedIn()).toBe(false);
  });

  test('ends here and at the provider, to which the ID token of the person is known', async () => {
    const { headers } = await visitor.ask('/sign-out', {});
    const elsewhere = new URL(headers.get('refresh')?.replace(/^0; url=/, '') ?? '');
    expect(elsewhere.origin + elsewhere.pathname).toBe(`${page.provider.issuer}/session/end`);
    expect(Object.fromEntries(elsewhere.searchParams)).toEqual({
      client_id: 'page',
      post_logout_redirect_uri: `${page.url}/signed-out`,
      logout_uri: `${page.url}/signed-out`,
      id_token_hint: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    });
    expect(cookies()).toEqual([]);
    expect(page.looks.map(({ kind }) => kind)).toEqual(['sign-in', 'sign-out']);
  });

  test('ends here if the provider has no sign-out, as Google', async () => {
    page.provider.become({ hasSignOut: false });
    page.restart();
    const visit = await visitor.follow('/sign-out', {});
    expect(visit.url).toBe(`${page.url}/signed-out`);
    expect(cookies()).toEqual([]);
    expect(page.lines).toEqual([]);
  });

  test('ends here even if the provider does not answer', async () => {
    page.restart();
    page.provider.isUp = false;
    const visit = await visitor.follow('/sign-out', {});
    expect(visit).toMatchObject({ url: `${page.url}/signed-out`, text: expect.stringContaining('You are signed out') });
    expect(cookies()).toEqual([]);
  });

  test('is not ended by another site', async () => {
    const visit = await visitor.ask('/sign-out', {}, { origin: 'https://evil.example' });
    expect(visit.status).toBe(403);
    expect(await isSignedIn()).toBe(true);
  });

  test('with a long ID token fits into a cookie, without the token', async () => {
    const groups = ['sms-support', ...Array.from({ length: 200 }, (_, at) => `group-number-${at}-of-many`)];
    page.provider.changeTokens = (tokens) => page.provider.withClaims(tokens, { groups });
    const other = page.newVisitor();
    expect((await other.signIn('/errors', 'ann')).status).toBe(200);
    const cookie = other.cookies?.get('__Host-session') ?? '';
    expect(cookie.length).toBeLessThan(1_000);
  });
});
