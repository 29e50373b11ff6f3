import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type HostedPage, startHostedPage } from './support/hosted-page.ts';
import { claimsOf, type Tokens } from './support/provider.ts';
import type { Visitor } from './support/visitor.ts';

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
const answerFor = (login: string) => visitor.signIn('/errors', login, `${page.url}/sign-in/callback`);
/** Changes what the ID token says, and signs it as the provider does. */
const changed = (change: object) => (tokens: Tokens) => page.provider.withClaims(tokens, change);

describe('an answer is refused', () => {
  test.each<[string, (tokens: Tokens) => Tokens | Promise<Tokens>]>([
    ['with a token of another client', changed({ aud: 'other' })],
    ['with a token for several clients', changed({ aud: ['page', 'other'], azp: 'other' })],
    ['with a token of another issuer', changed({ iss: 'https://evil.example' })],
    ['with another nonce', changed({ nonce: 'another' })],
    ['without a nonce', changed({ nonce: undefined })],
    ['with a token that has ended', changed({ exp: Math.floor(Date.now() / 1000) - 60 })],
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
    const { status, text } = await visitor.signIn('/errors', 'ann');
    expect(status).toBe(400);
    expect(text).toContain('The sign-in could not be verified');
    expect([...visitor.cookies]).toEqual([]);
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
    expect(visitor.cookies.has('__Host-session')).toBe(false);
  });

  test('in another browser, so that nobody can be signed in with an account of somebody else', async () => {
    const { url } = await answerFor('eve');
    const victim = page.newVisitor();
    await victim.ask('/sign-in');
    expect(await victim.ask(url)).toMatchObject({ status: 400, text: expect.stringContaining('did not begin') });
  });

  test('with the cookie of another sign-in', async () => {
    const { url } = await answerFor('ann');
    const [[name, sealed] = ['', '']] = visitor.cookies;
    const { headers } = await visitor.ask('/sign-in');
    const foreign = /^[^=]+=([^;]+)/.exec(headers.getSetCookie()[0] ?? '')?.[1] ?? '';
    expect(foreign).not.toBe(sealed);
    visitor.cookies.set(name, foreign);
    expect(await visitor.ask(url)).toMatchObject({ status: 400, text: expect.stringContaining('did not begin') });
  });

  test('after ten minutes', async () => {
    const { url } = await answerFor('ann');
    page.shiftMs = 601_000;
    expect(await visitor.ask(url)).toMatchObject({ status: 400, text: expect.stringContaining('did not begin') });
  });

  test('with a code that was used', async () => {
    const { url } = await answerFor('ann');
    const before = new Map(visitor.cookies);
    expect((await visitor.ask(url)).status).toBe(303);
    for (const [name, value] of before) visitor.cookies.set(name, value);
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
    const { secret } = page;
    page.secret = { ...secret, clientSecret: 'wrong' };
    expect(await visitor.signIn('/errors', 'ann')).toMatchObject({
      status: 502,
      text: expect.stringContaining('The sign-in is not set up correctly'),
    });
    expect(page.lines).toMatchObject([{ outcome: 'failed', reason: 'invalid_client' }]);
    page.secret = secret;
    expect((await visitor.signIn('/errors', 'ann')).status).toBe(200);
  });

  test('does not answer, until it does', async () => {
    page.restart();
    page.provider.isUp = false;
    expect(await visitor.follow('/errors')).toMatchObject({
      status: 502,
      text: expect.stringContaining('The sign-in service does not answer'),
    });
    expect(page.lines).toMatchObject([{ outcome: 'failed', reason: expect.stringMatching(/ECONN|UND_ERR/) }]);
    page.provider.isUp = true;
    expect((await visitor.signIn('/errors', 'ann')).status).toBe(200);
  });

  test('closes a connection once, which nobody notices', async () => {
    page.restart();
    page.provider.drops = 1;
    expect((await visitor.signIn('/errors', 'ann')).status).toBe(200);
  });

  test('has another issuer than the setting', async () => {
    page.restart({ pageIssuer: page.provider.issuer.replace('127.0.0.1', 'localhost') });
    expect(await visitor.follow('/errors')).toMatchObject({
      status: 502,
      text: expect.stringContaining('The sign-in is not set up correctly'),
    });
  });

  test('must have TLS, unless it is on this machine', async () => {
    page.restart({ pageIssuer: 'http://provider.example' });
    expect((await visitor.follow('/errors')).status).toBe(502);
    expect(page.lines).toMatchObject([{ reason: expect.stringContaining('OAUTH_HTTP_REQUEST_FORBIDDEN') }]);
  });
});

describe('a person who is not allowed', () => {
  test('learns whom to ask, and has no session', async () => {
    const { status, text } = await visitor.signIn('/errors', 'eve');
    expect(status).toBe(403);
    expect(text).toMatch(
      /You may not use this page yet[\s\S]*eve@example\.com[\s\S]*Ask those who manage the accounts/,
    );
    expect(text).not.toContain('sms-support');
    expect([...visitor.cookies]).toEqual([]);
    expect(page.lines).toEqual([{ outcome: 'not_allowed', subject: 'eve', email: 'eve@example.com' }]);
  });

  test('is named by the id if there is no e-mail address', async () => {
    const { status, text } = await visitor.signIn('/errors', 'tim');
    expect(status).toBe(403);
    expect(text).toMatch(/signed in as tim[\s\S]*no e-mail address, with the id tim/);
    expect(page.lines).toEqual([{ outcome: 'not_allowed', subject: 'tim' }]);
  });

  test('may sign out at the provider, to use another account', async () => {
    await visitor.signIn('/errors', 'eve');
    const { headers } = await visitor.ask('/sign-out', {});
    expect(headers.get('refresh')).toContain(`${page.provider.issuer}/session/end`);
  });
});
