import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { localDoor } from '../../page/local-door.ts';
import { INBOUND_SMS_JSON } from '../fixtures/samples.ts';
import type { FakeDoor } from './support/fake-door.ts';
import { useHostedApp } from './support/hosted-app.ts';
import {
  CAMPAIGN,
  CAMPAIGN_NUMBER,
  DELIVERED,
  FAILED,
  HOSTILE,
  RESENT,
  SENT,
  UNREACHED,
  WAITING,
} from './support/shown-messages.ts';
import { linkTo, wordsOf } from './support/words.ts';

const SET_ASIDE_ID = createHash('sha256').update(INBOUND_SMS_JSON).digest('hex');
const NUMBER = '+447700900123';

const { door, appWith, get, searchFor } = useHostedApp();

describe('what is recorded', () => {
  const CAMPAIGN_UMIDS = [WAITING, RESENT, UNREACHED];

  it.each([
    [
      'a search for a number',
      () => searchFor('0063 917 123-4567'),
      { kind: 'search', query: 'number', number: CAMPAIGN_NUMBER, umids: CAMPAIGN_UMIDS },
    ],
    [
      'a search for a number without messages',
      () => searchFor('+12025550177'),
      { kind: 'search', query: 'number', number: '+12025550177', umids: [] },
    ],
    ['a search for a umid', () => searchFor(FAILED.toUpperCase()), { kind: 'search', query: 'umid', umids: [FAILED] }],
    ['a search for a batch', () => searchFor('november-offer'), { kind: 'search', query: 'batch', umids: [] }],
    ['a search for an own id', () => searchFor('otp-2'), { kind: 'search', query: 'text', umids: [RESENT] }],
    [
      'a download of a search',
      async () => `${await searchFor(NUMBER)}/messages.csv`,
      { kind: 'download', query: 'number', number: NUMBER, umids: [HOSTILE, SENT, DELIVERED] },
    ],
    [
      'a message, with a later one',
      async () => `/messages/${UNREACHED.toUpperCase()}`,
      { kind: 'message', umids: [UNREACHED, RESENT] },
    ],
    ['a delivered message', async () => `/messages/${DELIVERED}`, { kind: 'message', umids: [DELIVERED] }],
    ['a batch', async () => `/batches/${CAMPAIGN}`, { kind: 'batch', batchId: CAMPAIGN, umids: [UNREACHED] }],
    [
      'a download of a batch',
      async () => `/batches.csv?id=${CAMPAIGN}&show=failed`,
      { kind: 'download', batchId: CAMPAIGN, umids: [UNREACHED] },
    ],
    ['a set-aside body', async () => `/set-aside/${SET_ASIDE_ID}`, { kind: 'set-aside', setAsideId: SET_ASIDE_ID }],
    ['the insights', async () => '/insights', { kind: 'insights' }],
    ['the activity', async () => '/activity', { kind: 'activity' }],
    ['who looked at a message', async () => `/activity?umid=${FAILED}`, { kind: 'activity' }],
  ])('of %s', async (_, pathOf, look) => {
    await get(await pathOf(), { cookie: '__Host-reason=CASE%2017' });
    expect(door.recorded).toEqual([{ ...look, reason: 'CASE 17' }]);
  });

  it('has the reason that the page shows, and offers again', async () => {
    const text = await (await get('/', { cookie: '__Host-reason=CASE%2017' })).text();
    expect(wordsOf(text)).toContain('Signed in as ana@example.com · Reason: CASE 17');
    expect(text).toContain('name="reason" value="CASE 17"');
  });

  it.each(['/', '/errors', '/now', '/set-aside', '/messages/none', '/batches/none', '/style.css'])(
    'is nothing for %s, which shows no message',
    async (path) => {
      await get(path);
      expect(door.recorded).toEqual([]);
    },
  );
});

describe('the activity', () => {
  it('shows who looked at what, newest first, with the reason', async () => {
    await get(await searchFor(CAMPAIGN_NUMBER), { cookie: '__Host-reason=CASE%2017' });
    await get(`/batches/${CAMPAIGN}`);
    const text = await (await get('/activity')).text();
    expect(wordsOf(text)).toMatch(
      /ana@example\.com opened a batch batch c0ffee00-[^ ]+ , 00000004… .*ana@example\.com searched for a number 0123456789abcdef 00000006… , 00000005… , 00000004… CASE 17/,
    );
    expect(text).not.toContain('639171234567');
  });

  it('of a message is linked on its page, and has no other messages', async () => {
    await get(`/messages/${FAILED}`);
    await get(`/messages/${DELIVERED}`);
    const link = linkTo('Who looked at this message', await (await get(`/messages/${FAILED}`)).text());
    const text = await (await get(link)).text();
    expect(text.match(/opened a message/g)).toHaveLength(2);
    expect(text).not.toContain(DELIVERED);
  });

  it.each([
    ['/activity', 7],
    ['/activity?days=30', 30],
    ['/activity?days=5', 7],
    [`/activity?umid=${FAILED}`, 400],
    [`/activity?umid=${FAILED}&days=1`, 1],
  ])('%s asks for %i days', async (path, days) => {
    const now = new Date('2026-11-28T12:00:00Z');
    const asked: object[] = [];
    const readLooks: FakeDoor['readLooks'] = async (filter) => {
      asked.push(filter);
      return { looks: [], isComplete: true };
    };
    const text = await (await get(path, {}, appWith({ door: { ...door, readLooks }, now: () => now }))).text();
    const umid = path.includes('umid') ? FAILED : undefined;
    expect(asked).toEqual([{ umid, from: new Date(now.getTime() - days * 86_400_000), to: now }]);
    expect(text).toContain('Nobody looked in this time.');
  });

  it('says that there are more, and that the log cannot be read', async () => {
    const some: FakeDoor['readLooks'] = async () => ({
      looks: [{ ...door.log[0], kind: 'insights' } as never],
      isComplete: false,
    });
    expect(await (await get('/activity', {}, appWith({ door: { ...door, readLooks: some } }))).text()).toContain(
      'These are the newest',
    );
    door.recorded.length = 0;
    const none: FakeDoor['readLooks'] = () => Promise.reject(new Error('arn:aws'));
    expect(await (await get('/activity', {}, appWith({ door: { ...door, readLooks: none } }))).text()).toContain(
      'The log cannot be read: It is in the log.',
    );
    expect(door.recorded).toEqual([]);
  });

  it('is not on the local page', async () => {
    const app = appWith({ door: localDoor() });
    expect((await get('/activity', {}, app)).status).toBe(404);
    expect(await (await get(`/messages/${FAILED}`, {}, app)).text()).not.toMatch(/"\/activity|Sign out|Reason:/);
  });
});
