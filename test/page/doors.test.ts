import { createHash } from 'node:crypto';
import { describe, expect, it, test } from '@jest/globals';
import { localDoor } from '../../page/local-door.ts';
import { INBOUND_SMS_JSON } from '../fixtures/samples.ts';
import { connectionTo } from '../support/engine.ts';
import { viewerIn } from './support/fake-door.ts';
import { SAME_ORIGIN, useHostedApp } from './support/hosted-app.ts';
import { BATCH, CAMPAIGN, DELIVERED, FAILED, HOSTILE, RESENT, SENT } from './support/shown-messages.ts';
import { linkTo, wordsOf } from './support/words.ts';

const SET_ASIDE_ID = createHash('sha256').update(INBOUND_SMS_JSON).digest('hex');
const NUMBER = '+447700900123';

const hosted = useHostedApp();
const { door, appWith, get, post, searchFor } = hosted;

describe('who may see what', () => {
  const SEALED = 'SEALED';
  const ALL = [200, 200, 200, 200];
  const LOOK_UP = [200, 200, 403, 403];
  const OPERATIONS = [403, 200, 403, 403];
  const INSIGHTS = [403, 200, 200, 403];
  const VIEWERS = [['support'], ['operations'], ['finance'], []] as const;
  /** Each route, an address of it, and the answers to each viewer. */
  const ROUTES: readonly (readonly [route: string, address: string, statuses: readonly number[]])[] = [
    ['GET /', '/', [200, 200, 303, 403]],
    ['POST /search', '/search', [303, 303, 403, 403]],
    ['GET /search', '/search', [303, 303, 303, 303]],
    ['GET /found/:sealed', `/found/${SEALED}`, LOOK_UP],
    ['GET /found/:sealed/messages.csv', `/found/${SEALED}/messages.csv`, LOOK_UP],
    ['GET /messages', `/messages?id=${FAILED}`, LOOK_UP],
    ['GET /messages/:id', `/messages/${FAILED}`, LOOK_UP],
    ['GET /batches', `/batches?id=${BATCH}`, LOOK_UP],
    ['GET /batches/:id', `/batches/${BATCH}`, LOOK_UP],
    ['GET /batches.csv', `/batches.csv?id=${BATCH}`, LOOK_UP],
    ['GET /now', '/now', LOOK_UP],
    ['GET /insights', '/insights', INSIGHTS],
    ['GET /insights.csv', '/insights.csv?by=country', INSIGHTS],
    ['GET /errors', '/errors', ALL],
    ['GET /errors/:code', '/errors/46', ALL],
    ['GET /times', '/times', ALL],
    ['GET /set-aside', '/set-aside', OPERATIONS],
    ['GET /set-aside/:id', `/set-aside/${SET_ASIDE_ID}`, OPERATIONS],
    ['GET /activity', '/activity', OPERATIONS],
  ];
  /** Open to everybody; the door adds those of the sign-in. */
  const OPEN = ['GET /style.css', 'GET /icon.svg', 'GET /sign-in', 'POST /sign-out', 'GET /signed-out'];

  const ask = async (route: string, address: string) => {
    if (route.startsWith('POST')) return post(address, { q: NUMBER });
    return get(address.replace(SEALED, await door.seal(NUMBER)));
  };

  test.each(ROUTES)('%s (%s): support, operations, finance, nobody', async (route, address, statuses) => {
    const answers: number[] = [];
    for (const roles of VIEWERS) {
      door.viewer = viewerIn(...roles);
      answers.push((await ask(route, address)).status);
    }
    expect(answers).toEqual(statuses);
  });

  test.each(ROUTES)('%s (%s) shows and records nothing without a session', async (route, address) => {
    door.viewer = undefined;
    const response = await ask(route, address);
    const isForm = route.startsWith('POST');
    expect(response.status).toBe(isForm ? 200 : 302);
    expect(response.headers.get(isForm ? 'refresh' : 'location')).toMatch(/^(0; url=)?\/sign-in\?to=%2F/);
    expect(await response.text()).not.toMatch(/<nav|name="q"|tables of the test/);
    expect(door.recorded).toEqual([]);
  });

  test('these are all routes', () => {
    const routes = appWith().routes.filter(({ path, method }) => path !== '/*' && method !== 'ALL');
    const names = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    expect([...names].sort()).toEqual([...ROUTES.map(([route]) => route), ...OPEN].sort());
  });

  test('an unknown address needs a session, too', async () => {
    door.viewer = undefined;
    expect((await get('/none')).status).toBe(302);
  });

  test.each([
    [['support'], ['Search', 'Now', 'Errors']],
    [['operations'], ['Search', 'Now', 'Insights', 'Errors', 'Set-aside bodies', 'Activity']],
    [['finance'], ['Insights', 'Errors']],
    [[], ['Errors']],
  ] as const)('the navigation of %j has only what the viewer may see', async (roles, names) => {
    door.viewer = viewerIn(...roles);
    const text = await (await get('/errors')).text();
    const [, nav = ''] = /<nav aria-label="Pages">(.*?)<\/nav>/s.exec(text) ?? [];
    expect([...nav.matchAll(/>([^<]+)<\/a>/g)].map(([, name]) => name)).toEqual(names);
    expect(text.includes('name="q"')).toBe(names.some((name) => name === 'Search'));
  });

  test('support sees no way to the set-aside bodies and to the activity', async () => {
    door.viewer = viewerIn('support');
    const stop = JSON.parse(INBOUND_SMS_JSON);
    Object.assign(stop.payload, { source: NUMBER, body: 'Stop please' });
    await hosted.ui.post(stop);
    const pages = [await searchFor('none'), await searchFor(NUMBER), '/', '/messages/none', `/messages/${FAILED}`];
    for (const path of pages) expect(await (await get(path)).text()).not.toMatch(/set-aside|activity|insights/);
    expect(await (await get(await searchFor(NUMBER))).text()).toContain('asked for no more messages (STOP)');
    expect(await (await get(await searchFor('+12025550294'))).text()).not.toContain('(STOP)');
    door.viewer = viewerIn('operations');
    expect(await (await get(await searchFor(NUMBER))).text()).toContain('see the inbound SMS');
  });

  test('the page of another role says who is signed in, and whom to ask', async () => {
    door.viewer = viewerIn('finance');
    const text = await (await get(`/messages/${FAILED}`)).text();
    expect(text).toContain('You are signed in as ana@example.com, in the role finance.');
    expect(text).toContain('Ask those who run this page for the role support.');
    expect(text).not.toContain('12025550293');
  });

  test('the answer to an unknown id is the same as to a known one, if the viewer may not see either', async () => {
    door.viewer = viewerIn('finance');
    const answers = await Promise.all([`/messages/${FAILED}`, '/messages/none'].map((path) => get(path)));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(texts[0]?.replaceAll(FAILED, 'none')).toBe(texts[1]);
  });

  test('without the right to read set-aside bodies, nothing of them is there', async () => {
    const connection = { ...connectionTo(hosted.ui.tables), readsSetAside: false, setAsideTable: 'None' };
    const app = appWith({ connection });
    for (const path of ['/set-aside', `/set-aside/${SET_ASIDE_ID}`])
      expect((await get(path, {}, app)).status).toBe(404);
    const found = await get(`/found/${await door.seal(NUMBER)}`, {}, app);
    expect([found.status, await found.text()]).toEqual([200, expect.not.stringContaining('set-aside')]);
  });
});

describe('a search', () => {
  it('leads to an address without what was searched for, on both doors', async () => {
    for (const options of [{}, { door: localDoor() }]) {
      const app = appWith(options);
      const body = new URLSearchParams({ q: NUMBER });
      const response = await app.request('/search', {
        method: 'POST',
        body,
        headers: { host: '127.0.0.1', ...SAME_ORIGIN },
      });
      const address = response.headers.get('location') ?? '';
      expect([response.status, address]).toEqual([303, expect.stringMatching(/^\/found\/[\w.-]+$/)]);
      const text = await (await get(address, {}, app)).text();
      expect(text).toContain('Messages to +44 7700 900123');
      const numbers = /7700.?900.?123|447700900123/;
      const [, title] = /<title>(.*)<\/title>/.exec(text) ?? [];
      expect(title).not.toMatch(numbers);
      const addresses = [...text.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, to]) => to);
      for (const to of addresses) expect(to).not.toMatch(numbers);
      const csv = addresses.find((to) => to?.endsWith('messages.csv')) ?? '';
      expect(await (await get(csv, {}, app)).text()).toContain(SENT);
    }
  });

  it.each([
    ['a umid', FAILED, `/messages/${FAILED}`],
    ['an own id', 'otp-2', `/messages/${RESENT}`],
    ['a number of one message', '+1 (202) 555-0293', `/messages/${FAILED}`],
    ['a batch', BATCH, `/batches/${BATCH}`],
    ['an own batch id', 'november-offer', `/batches/${CAMPAIGN}`],
  ])('for %s opens it', async (_, q, path) => {
    const found = await get(await searchFor(q));
    expect([found.status, found.headers.get('location')]).toEqual([303, path]);
  });

  it('for a number of several messages lists them, newest first, as a link on each of them does', async () => {
    const message = await (await get(`/messages/${DELIVERED}`)).text();
    expect(message).not.toMatch(/<title>[^<]*900/);
    for (const path of [await searchFor(NUMBER), linkTo(NUMBER, message)]) {
      const text = await (await get(path)).text();
      expect([...text.matchAll(/href="\/messages\/([^"]*)"/g)].map(([, umid]) => umid)).toEqual([
        HOSTILE,
        SENT,
        DELIVERED,
      ]);
    }
  });

  it('without a result says what to do', async () => {
    const text = await (await get(await searchFor('none'))).text();
    expect(wordsOf(text)).toMatch(/Nothing was found.*What to do.*whether receipts arrive/);
    expect(text).toContain('name="q" type="search" value="none"');
  });

  it.each([
    ['nothing', ' ', '/'],
    ['an address of a message', `https://sms.example.com/messages/${FAILED}`, `/messages/${FAILED}`],
    ['an address of a batch', `https://sms.example.com/batches/${BATCH}?show=all`, `/batches/${BATCH}`],
    ['an address of a search', 'https://sms.example.com/found/a..b', '/found/a..b'],
  ])('for %s leads on', async (_, q, expected) => {
    expect(await searchFor(q)).toBe(expected);
  });

  it('does not open an address that was changed, or of another deployment', async () => {
    const address = await searchFor(NUMBER);
    const changed = address.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
    for (const path of [changed, `/found/${await localDoor().seal(NUMBER)}`, '/found/x']) {
      const response = await get(path);
      expect([response.status, await response.text()]).toEqual([
        404,
        expect.stringContaining('This search is too old'),
      ]);
    }
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['another host of the same site', { 'sec-fetch-site': 'same-site', origin: 'https://evil.sms.example' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['a program that says nothing', {}, 403],
    ['the page', SAME_ORIGIN, 303],
    ['the page in an old browser', { origin: 'http://localhost' }, 303],
  ] as const)('from %s is answered %s', async (_, headers, status) => {
    const response = await post('/search', { q: NUMBER }, headers);
    expect(response.status).toBe(status);
    if (status === 403) expect(await response.text()).toContain('This form is not of this page');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('by its address is only on the local page', async () => {
    const path = `/?q=${encodeURIComponent(NUMBER)}`;
    expect(await (await get(path)).text()).not.toContain(SENT);
    expect((await get(`/search.csv${path.slice(1)}`)).status).toBe(404);
    expect(door.recorded).toEqual([]);
    expect(await (await get(path, {}, appWith({ door: localDoor() }))).text()).toContain(SENT.slice(0, 8));
  });
});

describe('the answers of a hosted page', () => {
  it.each([
    '/',
    `/messages/${FAILED}`,
    '/none',
    '/style.css',
    '/sign-in',
    '/signed-out',
    '/batches/none',
    '/set-aside?reason=x',
  ])('to %s are for TLS only, and forbid copies, referrers, frames and other forms', async (path) => {
    const { headers } = await get(path);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toMatch(/form-action 'self'.*frame-ancestors 'none'/);
  });

  it.each([
    ['/search', 'GET, HEAD, POST'],
    ['/sign-out', 'GET, HEAD, POST'],
    [`/messages/${FAILED}`, 'GET, HEAD'],
    ['/none', 'GET, HEAD'],
  ])('to PUT %s name the methods %s', async (path, allowed) => {
    const response = await appWith().request(path, { method: 'PUT', headers: { host: '127.0.0.1', ...SAME_ORIGIN } });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allowed]);
  });

  it('say of a fault only what the door says', async () => {
    const app = appWith({ connection: { ...connectionTo(hosted.ui.tables), receiptsTable: 'None' } });
    const response = await get(`/messages/${FAILED}`, {}, app);
    const text = await response.text();
    expect([response.status, text]).toEqual([502, expect.stringContaining('It is in the log.')]);
    expect(text).not.toMatch(/ResourceNotFound|does not have what the stack names/);
    const readActivity = () => Promise.reject(new Error('arn:aws'));
    expect(await (await get('/', {}, appWith({ readActivity }))).text()).toContain('no charts: It is in the log.');
  });

  it('keep the time zone and the reason in cookies of this host', async () => {
    const zone = await get('/times?zone=Asia/Manila');
    expect(zone.headers.get('set-cookie')).toBe(
      '__Host-zone=Asia%2FManila; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
    const reason = await post('/search', { q: NUMBER, reason: ' CASE 17 ' });
    expect(reason.headers.get('set-cookie')).toBe('__Host-reason=CASE%2017; Path=/; HttpOnly; Secure; SameSite=Lax');
    const cut = await post('/search', { q: NUMBER, reason: `${'x'.repeat(99)}\u{1F4DE}` });
    expect(cut.headers.get('set-cookie')).toContain(`__Host-reason=${'x'.repeat(99)}%EF%BF%BD;`);
    const without = await post('/search', { q: NUMBER, reason: '' });
    expect(without.headers.get('set-cookie')).toContain('__Host-reason=; Max-Age=0;');
    expect((await post('/search', { q: NUMBER })).headers.get('set-cookie')).toBeNull();
    expect((await post('/sign-out', {})).headers.get('set-cookie')).toContain('__Host-reason=; Max-Age=0;');
  });
});
