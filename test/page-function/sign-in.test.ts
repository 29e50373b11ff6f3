import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { engine } from '../support/engine.ts';
import { type HostedPage, startHostedPage } from './support/hosted-page.ts';
import type { Tokens } from './support/provider.ts';
import { Visitor } from './support/visitor.ts';

const HOUR_MS = 3_600_000;
const UMID = '00000001-0000-4000-8000-000000000001';
let page: HostedPage;
let visitor: Visitor;

beforeAll(async () => {
  page = await startHostedPage(engine.endpoint);
});
afterAll(() => page?.stop());
beforeEach(() => {
  visitor = new Visitor(page.front.certificate);
  page.reset();
});
afterEach(() => visitor.close());

/** Signs in at the provider, and stops before the browser brings the answer. */
const answerFor = (login: string, path = '/errors') =>
  visitor.signIn(page.url + path, login, `${page.url}/sign-in/callback`);
/** The cookies of the page in the browser. */
const cookies = () => [...(visitor.cookies.get(new URL(page.url).host)?.keys() ?? [])];
const isSignedIn = async () => (await visitor.ask(`${page.url}/errors`)).status === 200;

describe('without a session', () => {
  test.each([
    '/',
    '/errors',
    `/messages/${UMID}`,
    '/messages/not-a-umid',
    '/batches/a',
    '/now',
    '/insights',
    '/set-aside',
    '/activity',
    '/search.csv?q=1',
    '/nothing',
  ])('%s leads to the sign-in, whether it exists or not', async (path) => {
    const { status, headers, text } = await visitor.ask(page.url + path);
    expect({ status, text }).toEqual({ status: 302, text: '' });
    expect(headers.get('location')).toBe(`${page.url}/sign-in?to=${encodeURIComponent(path)}`);
  });

  test('only these answer', async () => {
    const answers = ['/health', '/signed-out', '/style.css', '/icon.svg'].map((path) => visitor.ask(page.url + path));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await visitor.ask(`${page.url}/health`)).text).toBe('{"status":"ok"}');
  });

  test('a form leads to the sign-in, and not to its own address', async () => {
    const { status, headers } = await visitor.ask(`${page.url}/search`, { q: '+12025550293' });
    expect(status).toBe(200);
    expect(headers.get('refresh')).toBe(`0; url=${page.url}/sign-in?to=%2F`);
  });

  test('answers are not kept, framed or sent on, and only TLS is used', async () => {
    const { headers } = await visitor.ask(`${page.url}/signed-out`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000',
      'x-frame-options': 'DENY',
    });
  });
});

describe('a sign-in', () => {
  test('shows the page that was asked for, and is in the log', async () => {
    const visit = await visitor.signIn(`${page.url}/errors?x=1`, 'ann');
    expect(visit).toMatchObject({ url: `${page.url}/errors?x=1`, status: 200 });
    expect(cookies()).toEqual(['__Host-session']);
    expect(page.looks).toMatchObject([{ message: 'look', kind: 'sign-in', subject: 'ann', email: 'ann@example.com' }]);
    expect(page.lines).toEqual([]);
  });

  test('asks for a code with PKCE, state and nonce, which are never the same', async () => {
    const starts = await Promise.all([1, 2].map(() => visitor.ask(`${page.url}/sign-in`)));
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
    const { headers } = await visitor.ask(`${page.url}/sign-in`);
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
    const other = await visitor.ask(`${page.url}/sign-in?to=/insights`);
    expect((await visitor.signIn(`${page.url}/errors`, 'ann')).url).toBe(`${page.url}/errors`);
    expect((await visitor.follow(other.headers.get('location') ?? '')).url).toBe(`${page.url}/insights`);
  });

  test('fits into the headers of API Gateway, however many tabs begin one', async () => {
    const to = `/errors?x=${'x'.repeat(380)}`;
    for (let tab = 0; tab < 12; tab += 1) await visitor.ask(`${page.url}/sign-in?${new URLSearchParams({ to })}`);
    const attempts = [...(visitor.cookies.get(new URL(page.url).host)?.values() ?? [])];
    expect(attempts).toHaveLength(4);
    expect((await visitor.signIn(page.url + to, 'ann')).url).toBe(page.url + to);
    const [session = ''] = [...(visitor.cookies.get(new URL(page.url).host)?.values() ?? [])].slice(-1);
    // The rest is for the address, with a code of the provider, and for the headers of a browser
    expect([...attempts, session].join('').length).toBeLessThan(7_000);
  });

  test('works with a new key of the provider', async () => {
    await visitor.signIn(`${page.url}/errors`, 'ann');
    page.provider.rotateKeys();
    const other = new Visitor(page.front.certificate);
    await other.signIn(`${page.url}/errors`, 'ann');
    expect((await other.signIn(`${page.url}/errors`, 'ann')).status).toBe(200);
    await other.close();
  });

  test('asks for the discovery document once an hour', async () => {
    const path = '/.well-known/openid-configuration';
    const count = () => page.provider.requests.get(path) ?? 0;
    const before = count();
    for (const shiftMs of [0, HOUR_MS / 2, HOUR_MS]) {
      page.shiftMs = shiftMs;
      await visitor.ask(`${page.url}/sign-in`);
    }
    expect(count() - before).toBe(2);
  });

  test('asks for claims that are not in the ID token at the user info', async () => {
    page.provider.changeTokens = async (tokens) => ({
      ...tokens,
      id_token: await page.provider.sign({ ...claimsOf(tokens), email: undefined, groups: undefined }),
    });
    expect((await visitor.signIn(`${page.url}/errors`, 'ann')).status).toBe(200);
    expect(page.looks).toMatchObject([{ subject: 'ann', email: 'ann@example.com' }]);
  });

  test('sends the secret in a header to a provider that takes it nowhere else', async () => {
    page.provider.become({ clientAuthentication: 'client_secret_basic' });
    page.restart();
    expect((await visitor.signIn(`${page.url}/errors`, 'ann')).status).toBe(200);
    page.provider.become({});
  });

  test('of a public client needs no secret', async () => {
    page.secret = { ...page.secret, clientSecret: '' };
    page.restart({ pageClientId: 'public-page' });
    expect((await visitor.signIn(`${page.url}/errors`, 'ann')).status).toBe(200);
  });
});

describe('the address to come back to', () => {
  test.each([
    [`/messages/${UMID}`, `/messages/${UMID}`],
    ['/insights?period=7d&x=%2F%2Fa', '/insights?period=7d&x=%2F%2Fa'],
    ['https://evil.example/', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/..//evil.example', '/'],
    ['\\\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['http:evil.example', '/'],
    ['@evil.example', '/'],
    ['.evil.example', '/'],
    ['/sign-in', '/'],
    ['/sign-in/callback?code=a', '/'],
    ['/signed-out/?x', '/'],
    [`/errors?x=${'x'.repeat(400)}`, '/'],
    ['', '/'],
  ])('%j becomes %j', async (to, path) => {
    const start = `${page.url}/sign-in?${new URLSearchParams({ to })}`;
    const { url } = await visitor.signIn(start, 'ann', `${page.url}/sign-in/callback`);
    const { status, headers } = await visitor.ask(url);
    expect({ status, location: headers.get('location') }).toEqual({ status: 303, location: page.url + path });
  });
});

const claimsOf = ({ id_token }: Tokens) =>
  JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
/** Changes what the ID token says, and signs it as the provider does. */
const withClaims = (change: object) => async (tokens: Tokens) => ({
  ...tokens,
  id_token: await page.provider.sign({ ...claimsOf(tokens), ...change }),
});

describe('an answer is refused', () => {
  test.each<[string, (tokens: Tokens) => Tokens | Promise<Tokens>]>([
    ['with a token of another client', withClaims({ aud: 'other' })],
    ['with a token for several clients', withClaims({ aud: ['page', 'other'], azp: 'other' })],
    ['with a token of another issuer', withClaims({ iss: 'https://evil.example' })],
    ['with another nonce', withClaims({ nonce: 'another' })],
    ['without a nonce', withClaims({ nonce: undefined })],
    ['with a token that has ended', withClaims({ exp: Math.floor(Date.now() / 1000) - 60 })],
    ['without an ID token', ({ id_token: _, ...tokens }) => tokens as unknown as Tokens],
    [
      'with a token that nobody signed',
      (tokens) => ({
        ...tokens,
        id_token: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${tokens.id_token.split('.')[1]}.`,
      }),
    ],
    [
      'with a token that was changed',
      (tokens) => {
        const [header, , signature] = tokens.id_token.split('.');
        const payload = JSON.stringify({ ...claimsOf(tokens), sub: 'bob' });
        return { ...tokens, id_token: `${header}.${Buffer.from(payload).toString('base64url')}.${signature}` };
      },
    ],
    [
      'with a token of keys that have ended',
      (tokens) => {
        page.provider.rotateKeys();
        return tokens;
      },
    ],
  ])('%s', async (_, changeTokens) => {
    page.provider.changeTokens = changeTokens;
    const { status, text } = await visitor.signIn(`${page.url}/errors`, 'ann');
    expect(status).toBe(400);
    expect(text).toContain('The sign-in could not be verified');
    expect(cookies()).toEqual([]);
    expect(page.lines).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/^OAUTH_/) }]);
    expect(page.looks).toEqual([]);
  });

  test.each<[string, (answer: URL) => void]>([
    ['with another state', (answer) => answer.searchParams.set('state', 'x'.repeat(43))],
    [
      'with a state that begins like the right one',
      (answer) => answer.searchParams.set('state', `${answer.searchParams.get('state')}x`),
    ],
    ['without a state', (answer) => answer.searchParams.delete('state')],
  ])('%s', async (_, change) => {
    const answer = new URL((await answerFor('ann')).url);
    change(answer);
    const { status, text } = await visitor.ask(answer.href);
    expect(status).toBe(400);
    expect(text).toContain('This browser did not begin this sign-in');
    expect(await isSignedIn()).toBe(false);
  });

  test('in another browser, so that nobody can be signed in with an account of somebody else', async () => {
    const { url } = await answerFor('eve');
    const victim = new Visitor(page.front.certificate);
    await victim.ask(`${page.url}/sign-in`);
    expect(await victim.ask(url)).toMatchObject({ status: 400, text: expect.stringContaining('did not begin') });
    await victim.close();
  });

  test('with the cookie of another sign-in', async () => {
    const { url } = await answerFor('ann');
    const [other] = cookies();
    const jar = visitor.cookies.get(new URL(page.url).host);
    const sealed = jar?.get(`${other}`) ?? '';
    const { headers } = await visitor.ask(`${page.url}/sign-in`);
    const foreign = /^[^=]+=([^;]+)/.exec(headers.getSetCookie()[0] ?? '')?.[1] ?? '';
    expect(foreign).not.toBe(sealed);
    jar?.set(`${other}`, foreign);
    expect(await visitor.ask(url)).toMatchObject({ status: 400, text: expect.stringContaining('did not begin') });
  });

  test('after ten minutes', async () => {
    const { url } = await answerFor('ann');
    page.shiftMs = 601_000;
    expect(await visitor.ask(url)).toMatchObject({ status: 400, text: expect.stringContaining('did not begin') });
  });

  test('with a code that was used', async () => {
    const { url } = await answerFor('ann');
    const jar = visitor.cookies.get(new URL(page.url).host);
    const before = new Map(jar);
    expect((await visitor.ask(url)).status).toBe(303);
    for (const [name, value] of before) jar?.set(name, value);
    const { status, text } = await visitor.ask(url);
    expect({ status, title: /<h1>(.*?)<\/h1>/.exec(text)?.[1] }).toEqual({
      status: 400,
      title: 'The sign-in is too old',
    });
    expect(page.lines).toEqual([{ outcome: 'refused', reason: 'invalid_grant' }]);
  });
});

describe('the provider', () => {
  test.each([
    ['access_denied', 403, 'You were not signed in', 'refused'],
    ['temporarily_unavailable', 502, 'The sign-in service does not answer', 'failed'],
    ['invalid_scope', 502, 'The sign-in is not set up correctly', 'failed'],
    ['<b>our own</b>', 502, 'The sign-in is not set up correctly', 'failed'],
  ])('answers %s, which is said in words', async (code, status, title, outcome) => {
    const answer = new URL((await answerFor('ann')).url);
    answer.searchParams.delete('code');
    answer.searchParams.set('error', code);
    answer.searchParams.set('error_description', 'a description of somebody else');
    const visit = await visitor.ask(answer.href);
    expect(visit.status).toBe(status);
    expect(visit.text).toContain(`<h1>${title}</h1>`);
    expect(visit.text).not.toMatch(/somebody else|our own/);
    expect(page.lines).toEqual([{ outcome, reason: code.startsWith('<') ? 'unknown' : code }]);
  });

  test('does not accept the secret, until the right one is stored', async () => {
    page.secret = { ...page.secret, clientSecret: 'wrong' };
    expect(await visitor.signIn(`${page.url}/errors`, 'ann')).toMatchObject({
      status: 502,
      text: expect.stringContaining('The sign-in is not set up correctly'),
    });
    expect(page.lines).toMatchObject([{ outcome: 'failed', reason: 'invalid_client' }]);
    page.reset();
    expect((await visitor.signIn(`${page.url}/errors`, 'ann')).status).toBe(200);
  });

  test('does not answer, until it does', async () => {
    page.restart();
    page.provider.isUp = false;
    expect(await visitor.follow(`${page.url}/errors`)).toMatchObject({
      status: 502,
      text: expect.stringContaining('The sign-in service does not answer'),
    });
    expect(page.lines).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/ECONN|UND_ERR/) }]);
    page.provider.isUp = true;
    expect((await visitor.signIn(`${page.url}/errors`, 'ann')).status).toBe(200);
  });

  test('closes a connection once, which nobody notices', async () => {
    page.restart();
    page.provider.drops = 1;
    expect((await visitor.signIn(`${page.url}/errors`, 'ann')).status).toBe(200);
  });

  test('has another issuer than the setting', async () => {
    page.restart({ pageIssuer: page.provider.issuer.replace('127.0.0.1', 'localhost') });
    expect(await visitor.follow(`${page.url}/errors`)).toMatchObject({
      status: 502,
      text: expect.stringContaining('The sign-in is not set up correctly'),
    });
  });

  test('must have TLS, unless it is on this machine', async () => {
    page.restart({ pageIssuer: 'http://provider.example' });
    expect((await visitor.follow(`${page.url}/errors`)).status).toBe(502);
    expect(page.lines).toMatchObject([{ reason: expect.stringContaining('OAUTH_HTTP_REQUEST_FORBIDDEN') }]);
  });
});

describe('a person who is not allowed', () => {
  test('learns whom to ask, and has no session', async () => {
    const { status, text } = await visitor.signIn(`${page.url}/errors`, 'eve');
    expect(status).toBe(403);
    expect(text).toMatch(
      /You may not use this page yet[\s\S]*eve@example\.com[\s\S]*Ask those who manage the accounts/,
    );
    expect(text).not.toContain('sms-support');
    expect(cookies()).toEqual([]);
    expect(page.lines).toEqual([{ outcome: 'not_allowed', subject: 'eve', email: 'eve@example.com' }]);
  });

  test('is named by the id if there is no e-mail address', async () => {
    const { status, text } = await visitor.signIn(`${page.url}/errors`, 'tim');
    expect(status).toBe(403);
    expect(text).toMatch(/signed in as tim[\s\S]*no e-mail address, with the id tim/);
    expect(page.lines).toEqual([{ outcome: 'not_allowed', subject: 'tim' }]);
  });

  test('may sign out at the provider, to use another account', async () => {
    await visitor.signIn(`${page.url}/errors`, 'eve');
    const { headers } = await visitor.ask(`${page.url}/sign-out`, {});
    expect(headers.get('refresh')).toContain(`${page.provider.issuer}/session/end`);
  });
});

describe('a session', () => {
  beforeEach(async () => {
    await visitor.signIn(`${page.url}/errors`, 'ann');
  });

  test.each([
    ['before its end', 8 * HOUR_MS - 5_000, true],
    ['at its end', 8 * HOUR_MS, false],
  ])('%s', async (_, shiftMs, lasts) => {
    page.shiftMs = shiftMs;
    expect(await isSignedIn()).toBe(lasts);
  });

  test('does not last longer because it is used', async () => {
    page.shiftMs = 4 * HOUR_MS;
    const { headers } = await visitor.ask(`${page.url}/errors`);
    expect(headers.getSetCookie()).toEqual([]);
  });

  test('lasts in another container, and ends with a new key', async () => {
    page.restart();
    expect(await isSignedIn()).toBe(true);
    page.secret = { ...page.secret, sessionKey: 'another-session-key-for-tests-of-48-characters' };
    expect(await isSignedIn()).toBe(false);
  });

  test('with a changed cookie is none', async () => {
    const jar = visitor.cookies.get(new URL(page.url).host);
    const cookie = jar?.get('__Host-session') ?? '';
    jar?.set('__Host-session', `${cookie.slice(0, -30)}${cookie.at(-30) === 'A' ? 'B' : 'A'}${cookie.slice(-29)}`);
    expect(await isSignedIn()).toBe(false);
  });

  test('is not what a sign-in keeps', async () => {
    const jar = visitor.cookies.get(new URL(page.url).host);
    await visitor.ask(`${page.url}/sign-in`);
    const [name] = cookies().filter((each) => each.startsWith('__Host-sign-in-'));
    jar?.set('__Host-session', jar.get(`${name}`) ?? '');
    expect(await isSignedIn()).toBe(false);
  });

  test('ends here and at the provider, to which the ID token of the person is known', async () => {
    const { headers } = await visitor.ask(`${page.url}/sign-out`, {});
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
    const visit = await visitor.follow(`${page.url}/sign-out`, {});
    expect(visit.url).toBe(`${page.url}/signed-out`);
    expect(cookies()).toEqual([]);
    expect(page.lines).toEqual([]);
    page.provider.become({});
  });

  test('ends here even if the provider does not answer', async () => {
    page.restart();
    page.provider.isUp = false;
    const visit = await visitor.follow(`${page.url}/sign-out`, {});
    expect(visit).toMatchObject({ url: `${page.url}/signed-out`, text: expect.stringContaining('You are signed out') });
    expect(cookies()).toEqual([]);
  });

  test('is not ended by another site', async () => {
    const visit = await visitor.ask(`${page.url}/sign-out`, {}, { origin: 'https://evil.example' });
    expect(visit.status).toBe(403);
    expect(await isSignedIn()).toBe(true);
  });

  test('with a long ID token fits into a cookie, without the token', async () => {
    const groups = ['sms-support', ...Array.from({ length: 200 }, (_, at) => `group-number-${at}-of-many`)];
    page.provider.changeTokens = withClaims({ groups });
    const other = new Visitor(page.front.certificate);
    expect((await other.signIn(`${page.url}/errors`, 'ann')).status).toBe(200);
    const cookie = other.cookies.get(new URL(page.url).host)?.get('__Host-session') ?? '';
    expect(cookie.length).toBeLessThan(1_000);
    await other.close();
  });
});
